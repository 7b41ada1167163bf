import type { Device } from './device.js';
import { isGroupJid, type Group } from './groups.js';
import { userAddress } from './jids.js';
import { child, children, type BinaryNode } from './nodes.js';
import type { Person } from './person.js';
import type { World } from './world.js';

/** What one device gets of an account's message. */
export interface Copy {
  readonly person: Person;
  readonly deviceId: number;
  /** What was encrypted for this device alone; in a group that is the sender key, or a message sent again. */
  readonly enc?: BinaryNode;
  /** What was encrypted for the whole group. */
  readonly groupEnc?: BinaryNode;
}

/** The codes of the refusals that are the server's own; real ones are not documented anywhere. */
const REFUSALS = { noRecipients: 400, unknownRecipient: 404 } as const;

/** The copies in a message stanza, or the code that it is refused with. */
export function readCopies(world: World, sender: Device, stanza: BinaryNode): Copy[] | number {
  const { to, participant } = stanza.attrs;
  const direct = child(stanza, 'enc');
  if (isGroupJid(to) && participant === undefined) {
    const group = world.groups.get(to);
    if (!group?.members.has(sender.person)) return REFUSALS.unknownRecipient;
    return direct?.attrs['type'] === 'skmsg'
      ? groupCopies(world, group, sender, stanza, direct)
      : REFUSALS.noRecipients;
  }
  const addressed = direct
    ? [{ jid: participant ?? to, enc: direct }]
    : children(child(stanza, 'participants')).map((entry) => ({
        jid: entry.attrs['jid'],
        enc: child(entry, 'enc'),
      }));
  if (addressed.length === 0) return REFUSALS.noRecipients;
  if (!isGroupJid(to) && !world.find(to)) return REFUSALS.unknownRecipient;
  const copies: Copy[] = [];
  for (const { jid, enc } of addressed) {
    const person = world.find(jid);
    if (!person) return REFUSALS.unknownRecipient;
    if (!enc) return REFUSALS.noRecipients;
    copies.push({ person, deviceId: userAddress(jid)?.device ?? 0, enc });
  }
  return copies;
}

/** The group's ciphertext for every device of every member, with the sender key for those that got one. */
function groupCopies(
  world: World,
  group: Group,
  sender: Device,
  stanza: BinaryNode,
  groupEnc: BinaryNode,
): Copy[] {
  const senderKeys = new Map<string, BinaryNode>();
  for (const { attrs, content } of children(child(stanza, 'participants'))) {
    const person = world.find(attrs['jid']);
    const enc = Array.isArray(content) ? content.find(({ tag }) => tag === 'enc') : undefined;
    if (person && enc) senderKeys.set(`${person.number}:${userAddress(attrs['jid'])?.device ?? 0}`, enc);
  }
  return [...group.members].flatMap((person) =>
    [0, ...person.devices.map(({ id }) => id)]
      .filter((id) => person.device(id) !== sender)
      .map((deviceId) => {
        const enc = senderKeys.get(`${person.number}:${deviceId}`);
        return { person, deviceId, groupEnc, ...(enc && { enc }) };
      }),
  );
}
