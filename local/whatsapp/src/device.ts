import type { PreKeyBundle, SignedPreKey } from './bundles.js';
import type { Connection } from './connection.js';
import { lidJid, pnJid } from './jids.js';
import { node, SERVER, unixSeconds, type BinaryNode } from './nodes.js';
import type { Person } from './person.js';

/** Below this many prekeys the server asks for more, as Baileys expects it. */
const LOW_PREKEYS = 5;

/** A stanza on its way to a device; it stays queued until the device says that it has it. */
export interface Delivery {
  /** What the device will name in its receipt or ack: see {@link deliveryKey}. */
  readonly key: string;
  readonly stanza: BinaryNode;
}

/** The key of a delivery: stanza class, other side and id; message ids alone are not unique. */
export function deliveryKey(tag: string, otherSide: string, id: string): string {
  // Only the user part: Baileys answers with or without the device of the address it was given.
  return `${tag} ${/^[^@:]*/.exec(otherSide)?.[0] ?? ''} ${id}`;
}

/** A linked companion device: the record that survives its connections. */
export class Device {
  readonly linkedAt = new Date();
  /** Logins let in since it was linked. */
  logins = 0;
  /** Whether the phone has sent its history, which it does once. */
  historyShared = false;
  signedPreKey: SignedPreKey;
  readonly preKeys = new Map<number, Buffer>();
  private readonly present = new Set<Connection>();
  private readonly ready = new Set<Connection>();
  private readonly queue = new Map<string, Delivery>();
  /** Nacks to come that do not settle what is queued: those of stanzas that are being sent anew. */
  private readonly expectedNacks = new Map<string, number>();

  constructor(
    readonly person: Person,
    readonly id: number,
    readonly noiseKey: Buffer,
    readonly identityKey: Buffer,
    readonly registrationId: number,
    signedPreKey: SignedPreKey,
  ) {
    this.signedPreKey = signedPreKey;
  }

  get jid(): string {
    return pnJid(this.person.number, this.id);
  }

  get lid(): string {
    return lidJid(this.person.lidUser, this.id);
  }

  /** The connections that are logged in now, oldest first. */
  get connections(): readonly Connection[] {
    return [...this.present];
  }

  /** How many stanzas wait for a receipt. */
  get queued(): number {
    return this.queue.size;
  }

  loggedIn(connection: Connection): void {
    this.present.add(connection);
    this.logins++;
  }

  left(connection: Connection): void {
    this.present.delete(connection);
    this.ready.delete(connection);
    this.expectedNacks.clear();
  }

  /** Sends what waited, marked as such, and from now on what arrives. */
  becameActive(connection: Connection): void {
    // What the phone itself shares comes after the marker: Baileys only looks for its history from then on.
    const isShared = ({ stanza }: Delivery): boolean => stanza.attrs['category'] === 'peer';
    const waiting = [...this.queue.values()].filter((delivery) => !isShared(delivery));
    const shared = [...this.queue.values()].filter(isShared);
    const messages = waiting.filter((delivery) => delivery.stanza.tag === 'message').length;
    const count = String(waiting.length);
    if (waiting.length > 0) {
      connection.send(
        node('ib', { from: SERVER }, [
          node('offline_preview', {
            count,
            message: String(messages),
            receipt: String(waiting.length - messages),
            notification: '0',
            appdata: '0',
          }),
        ]),
      );
    }
    waiting.forEach(({ stanza }, index) => {
      connection.send({ ...stanza, attrs: { ...stanza.attrs, offline: String(index) } });
    });
    connection.send(node('ib', { from: SERVER }, [node('offline', { count })]));
    for (const { stanza } of shared) connection.send(stanza);
    this.ready.add(connection);
  }

  /** Queues a stanza and sends it if the device is there. */
  deliver(delivery: Delivery): void {
    this.queue.set(delivery.key, delivery);
    this.sendNow(delivery.stanza);
  }

  /** Sends without queueing. Only the newest connection gets it. */
  sendNow(stanza: BinaryNode): void {
    [...this.ready].at(-1)?.send(stanza);
  }

  /** The device has the stanza. */
  settled(key: string): void {
    this.queue.delete(key);
  }

  /** The device has asked for the stanza anew; Baileys nacks the unreadable one after that. */
  askedAgain(key: string): void {
    this.expectedNacks.set(key, (this.expectedNacks.get(key) ?? 0) + 1);
  }

  /** The device refused the stanza: as final as a receipt, unless it has asked for it anew. */
  nacked(key: string): void {
    const expected = this.expectedNacks.get(key) ?? 0;
    if (expected > 1) this.expectedNacks.set(key, expected - 1);
    else this.expectedNacks.delete(key);
    if (expected === 0) this.queue.delete(key);
  }

  /** A bundle for somebody who opens a session; uses one prekey up. */
  takeBundle(): PreKeyBundle {
    const next = this.preKeys.entries().next();
    const bundle = {
      registrationId: this.registrationId,
      identityKey: this.identityKey,
      signedPreKey: this.signedPreKey,
    };
    if (next.done) return bundle;
    const [id, publicKey] = next.value;
    this.preKeys.delete(id);
    if (this.preKeys.size < LOW_PREKEYS) this.askForPreKeys();
    return { ...bundle, preKey: { id, publicKey } };
  }

  private askForPreKeys(): void {
    const t = String(unixSeconds());
    this.sendNow(
      node(
        'notification',
        { from: SERVER, id: `prekeys-${this.id}-${this.preKeys.size}-${t}`, type: 'encrypt', t },
        [node('count', { value: String(this.preKeys.size) })],
      ),
    );
  }
}
