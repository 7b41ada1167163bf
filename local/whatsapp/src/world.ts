import { Behaviours } from './behaviour.js';
import { Counters } from './counters.js';
import type { Device } from './device.js';
import { RequestError } from './errors.js';
import { userAddress } from './jids.js';
import { post, type Letter, type PostedLetter, type Resend } from './letters.js';
import { Group, newGroupJid } from './groups.js';
import type { Log } from './log.js';
import type { Linking } from './pairing.js';
import { Person } from './person.js';

/** How many messages can be delivered again on request; the oldest are forgotten. */
const REMEMBERED_DELIVERIES = 20_000;

interface Handed {
  readonly device: Device;
  readonly delivery: PostedLetter;
}

/** Who exists, what they have written, and how the server behaves: the state of one server. */
export class World {
  readonly behaviours = new Behaviours();
  readonly counters = new Counters();
  /** The unlinked connections by the refs in their QR codes. */
  readonly linkings = new Map<string, Linking>();
  readonly groups = new Map<string, Group>();
  private readonly people = new Map<string, Person>();
  private readonly byLid = new Map<string, Person>();
  private readonly handed = new Map<string, Handed[]>();

  constructor(readonly log: Log) {}

  /**
   * The person with this number, who exists from the first mention on.
   *
   * @throws RequestError when it cannot be a number on WhatsApp
   */
  person(number: string): Person {
    const known = this.people.get(number);
    if (known) return known;
    if (!/^[1-9]\d{6,14}$/.test(number)) {
      throw new RequestError(400, `'${number}' is no phone number: 7 to 15 digits, without + or leading 0`);
    }
    const person = new Person(number);
    this.people.set(number, person);
    this.byLid.set(person.lidUser, person);
    return person;
  }

  /** Whose address this is; undefined for what is no number, or a LID never seen. */
  find(jid: string | undefined): Person | undefined {
    const address = userAddress(jid);
    if (!address) return undefined;
    if (address.kind === 'lid') return this.byLid.get(address.user);
    return /^[1-9]\d{6,14}$/.test(address.user) ? this.person(address.user) : undefined;
  }

  /** Founds a group. */
  foundGroup(subject: string, creator: Person, members: Iterable<Person>): Group {
    const group = new Group(newGroupJid(), subject, creator, members);
    this.groups.set(group.jid, group);
    return group;
  }

  /** Sends a letter to every companion of its addressees. */
  async post(letter: Letter): Promise<void> {
    letter.author.letters.set(letter.id, letter);
    const devices = letter.to.flatMap((addressee) => addressee.devices);
    await Promise.all(devices.map((device) => this.postTo(letter, device)));
  }

  /** Sends a letter to one companion. */
  async postTo(letter: Letter, device: Device, again?: Resend): Promise<void> {
    letter.author.letters.set(letter.id, letter);
    this.remember(device, await post(letter, device, again));
  }

  /** What was handed out under this message id, the last stanza for each device. */
  handedOut(id: string): readonly Handed[] {
    return this.handed.get(id) ?? [];
  }

  close(): void {
    for (const person of this.people.values()) person.close();
  }

  private remember(device: Device, delivery: PostedLetter): void {
    const id = delivery.stanza.attrs['id'] ?? '';
    const others = this.handedOut(id).filter(
      (earlier) => earlier.device !== device || earlier.delivery.key !== delivery.key,
    );
    this.handed.set(id, [...others, { device, delivery }]);
    if (this.handed.size > REMEMBERED_DELIVERIES) {
      const oldest = this.handed.keys().next();
      if (!oldest.done) this.handed.delete(oldest.value);
    }
  }
}
