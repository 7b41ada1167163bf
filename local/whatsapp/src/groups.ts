import { randomInt } from 'node:crypto';
import { children, node, unixSeconds, type BinaryNode } from './nodes.js';
import type { Person } from './person.js';

/** A group: who is in it. Its settings are not modelled; members are addressed by LID, as in new groups. */
export class Group {
  readonly creation = unixSeconds();
  readonly members: ReadonlySet<Person>;

  constructor(
    readonly jid: string,
    readonly subject: string,
    readonly creator: Person,
    members: Iterable<Person>,
  ) {
    this.members = new Set([creator, ...members]);
  }
}

/** A group id as new ones look. */
export function newGroupJid(): string {
  return `120363${String(randomInt(10 ** 11, 10 ** 12))}@g.us`;
}

/** Whether an address is that of a group. */
export function isGroupJid(jid: string | undefined): jid is string {
  return jid?.endsWith('@g.us') === true;
}

/** The `<group>` element that describes a group to its members. */
export function groupNode(group: Group): BinaryNode {
  const creation = String(group.creation);
  const participants = [...group.members].map((member) =>
    node('participant', {
      jid: member.lid,
      phone_number: member.jid,
      ...(member === group.creator && { type: 'superadmin' }),
    }),
  );
  return node(
    'group',
    {
      id: group.jid.replace('@g.us', ''),
      addressing_mode: 'lid',
      subject: group.subject,
      s_t: creation,
      creation,
      creator: group.creator.lid,
      creator_pn: group.creator.jid,
      size: String(group.members.size),
    },
    participants,
  );
}

/** The addresses in `<create><participant jid/>…</create>`. */
export function invitedJids(create: BinaryNode): string[] {
  return children(create)
    .filter(({ tag }) => tag === 'participant')
    .map(({ attrs }) => attrs['jid'] ?? '');
}
