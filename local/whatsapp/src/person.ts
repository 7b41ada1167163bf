import { createHash } from 'node:crypto';
import type { SignedPreKey } from './bundles.js';
import { Device } from './device.js';
import { Inbox } from './inbox.js';
import { lidJid, pnJid } from './jids.js';
import type { Letter } from './letters.js';
import { SignalEndpoint } from './signal.js';
import { KeyedSerial } from './waiting.js';

/** What a companion brings when it is linked. */
export interface Registration {
  readonly noiseKey: Buffer;
  readonly identityKey: Buffer;
  readonly registrationId: number;
  readonly signedPreKey: SignedPreKey;
}

/**
 * Somebody with a phone number: the simulated phone (device 0) and the companions linked to it.
 *
 * An account under test is a person with a companion, a contact is a person without; the number decides
 * nothing, so that two accounts can also write to each other.
 */
export class Person {
  /** The LID without its server; the same for a number on every server, to ease reading logs. */
  readonly lidUser: string;
  /** What the phone reads from others, by their number. */
  readonly inbox = new Inbox();
  /** What the phone sees of the messages its companions send, by the recipient's number. */
  readonly outbox = new Inbox();
  /** What was written on the phone, by message id. */
  readonly letters = new Map<string, Letter>();
  /** Keeps the order of what the phone writes to one device. */
  readonly writing = new KeyedSerial();
  private readonly linked = new Map<number, Device>();
  private lastDevice = 0;
  private endpoint: SignalEndpoint | undefined;

  constructor(readonly number: string) {
    const digest = createHash('sha256').update(`lid ${number}`).digest().readBigUInt64BE();
    this.lidUser = String(100_000_000_000_000n + (digest % 900_000_000_000_000n));
  }

  get jid(): string {
    return pnJid(this.number);
  }

  get lid(): string {
    return lidJid(this.lidUser);
  }

  /** The phone's Signal side, made when first needed: key generation costs milliseconds. */
  get signal(): SignalEndpoint {
    this.endpoint ??= new SignalEndpoint();
    return this.endpoint;
  }

  get devices(): readonly Device[] {
    return [...this.linked.values()];
  }

  device(id: number): Device | undefined {
    return this.linked.get(id);
  }

  /** The id of the next companion; ids are not used again. */
  reserveDeviceId(): number {
    return ++this.lastDevice;
  }

  link(id: number, { noiseKey, identityKey, registrationId, signedPreKey }: Registration): Device {
    const device = new Device(this, id, noiseKey, identityKey, registrationId, signedPreKey);
    this.linked.set(id, device);
    return device;
  }

  /** Forgets a companion and closes its connections as the real server does. */
  unlink(device: Device): void {
    this.linked.delete(device.id);
    for (const connection of device.connections) connection.closeWith(401);
  }

  close(): void {
    this.endpoint?.close();
  }
}
