import {
  type BaileysEventMap,
  type BinaryNode,
  type SignalDataSet,
  type WASocket,
  decodeMessageNode,
  proto,
  unpadRandomMax16,
} from '@whiskeysockets/baileys';
import type { AuthSession } from './auth-store.js';
import { messageOf } from './errors.js';
import { type Account, type Received, translateMessage } from './inbound.js';
import type { Inbox } from './inbox.js';
import type { Journal, NewEvent } from './journal.js';
import { bareJid } from './jid.js';
import { learntNumbers } from './learnt.js';
import { provesTaken, translateAck, translateReceipt } from './receipts.js';
import type { SentMessages } from './sent-messages.js';
import type { Decrypted } from './signal-repository.js';
import { StanzaGate } from './stanza-gate.js';

type Event = NewEvent['event'];

export interface IntakeParts {
  readonly accountId: string;
  readonly connection: number;
  readonly auth: AuthSession;
  readonly journal: Journal;
  readonly inbox: Inbox;
  readonly sent: SentMessages;
  /** Told of what cannot be translated or decrypted. */
  readonly onTrouble: (message: string) => void;
  /** Told when all that WhatsApp held while the device was away is in the journal, and how much it was. */
  readonly onDrained: (stanzas: number) => void;
}

/**
 * Takes what comes in on one socket to the journal, before WhatsApp gets its receipt or ack: messages where
 * they are decrypted, in the ratchet's own transaction; receipts before Baileys sees them; and the server's
 * answers, which nobody repeats.
 */
export class Intake implements Decrypted {
  /** The stanza that a ciphertext came in; the ciphers are given no more than the bytes. */
  readonly #stanzas = new WeakMap<Uint8Array, BinaryNode>();
  readonly #writes = new Set<Promise<void>>();
  #gate: StanzaGate | undefined;

  constructor(private readonly parts: IntakeParts) {}

  /** The stanzas that are being handled. */
  get atWork(): Iterable<object> {
    return this.#gate?.atWork ?? [];
  }

  listen(sock: WASocket): void {
    const gate = (this.#gate = new StanzaGate(sock.ws));
    gate.hold('CB:message', (stanza) => {
      this.#remember(stanza);
      return true;
    });
    gate.hold('CB:receipt', (stanza) => this.#receipt(stanza));
    // Baileys tells of refusals only (messages.update); the positive answers are to be had here alone, and
    // with both taken from here none comes twice.
    sock.ws.on('CB:ack,class:message', (stanza: BinaryNode) => {
      this.#ack(stanza);
    });
    sock.ws.on('CB:ib,,offline', (stanza: BinaryNode) => {
      void this.#drained(gate, stanza);
    });
    sock.ev.on('messages.upsert', (upsert) => {
      this.#upserted(upsert);
    });
  }

  /** Settles when all that came in is in the journal, or could not be written. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#writes]);
  }

  before(ciphertext: Uint8Array): Uint8Array | undefined {
    return this.parts.inbox.get(this.parts.accountId, ciphertext);
  }

  async keep(ciphertext: Uint8Array, plaintext: Uint8Array, keys: SignalDataSet): Promise<void> {
    const { accountId, auth, inbox } = this.parts;
    const events = this.#received(this.#stanzas.get(ciphertext), plaintext);
    await auth.commit(keys, (writes) =>
      this.#record(events, () => {
        writes();
        inbox.put(accountId, ciphertext, plaintext);
      }),
    );
  }

  /** Writes keys that are no ratchets; that a LID's phone number is among them is an event. */
  async saveKeys(keys: SignalDataSet): Promise<void> {
    const { auth } = this.parts;
    const own = this.#account().own;
    const learnt = learntNumbers(keys, (jid) => auth.otherName(jid))
      .filter(({ lidJid }) => !own.includes(lidJid))
      .map((value): Event => ({ case: 'phoneNumberLearnt', value }));
    if (learnt.length === 0) await auth.commit(keys);
    else await auth.commit(keys, (writes) => this.#record(learnt, writes));
  }

  #remember(stanza: BinaryNode): void {
    if (!Array.isArray(stanza.content)) return;
    for (const { tag, content } of stanza.content) {
      if (tag === 'enc' && content instanceof Uint8Array) this.#stanzas.set(content, stanza);
    }
  }

  /** What a plaintext says to the connector: often nothing, as when it brings a group's key. */
  #received(stanza: BinaryNode | undefined, plaintext: Uint8Array): Event[] {
    const { me } = this.parts.auth.creds;
    // A retry of our own making has no stanza; nor has anything else that is not a message to us.
    if (stanza === undefined || me === undefined) return [];
    try {
      const { fullMessage } = decodeMessageNode(stanza, me.id, me.lid ?? '');
      const decoded = proto.Message.decode(unpadRandomMax16(plaintext));
      // The copy of what was sent from the phone.
      const message = decoded.deviceSentMessage?.message ?? decoded;
      const offline = stanza.attrs['offline'] !== undefined;
      return this.#translated({ ...fullMessage, message }, offline);
    } catch (error) {
      // Baileys cannot make anything of it either, and asks for another copy.
      this.parts.onTrouble(`a message could not be translated: ${messageOf(error)}`);
      return [];
    }
  }

  #translated(message: Received, offline: boolean): Event[] {
    return translateMessage(message, offline, this.#account()).map((value) => ({
      case: 'inboundMessage',
      value,
    }));
  }

  /** Whether the receipt is in the journal, so that WhatsApp may forget it. */
  async #receipt(stanza: BinaryNode): Promise<boolean> {
    const { accountId, sent } = this.parts;
    const ids: string[] = [];
    const events = this.#guarded('a receipt', () => {
      const account = this.#account();
      const receipts = translateReceipt(stanza, account);
      const acks = provesTaken(stanza, account).filter(({ messageId }) => this.#isOpen(messageId));
      ids.push(...receipts.map(({ key }) => key?.id ?? ''), ...acks.map(({ messageId }) => messageId));
      return [
        ...receipts.map((value): Event => ({ case: 'receipt', value })),
        ...acks.map((value): Event => ({ case: 'serverAck', value })),
      ];
    });
    if (events.length === 0) return true;
    try {
      await this.#record(events, () => {
        for (const id of ids) if (this.#isOpen(id)) sent.markTaken(accountId, id);
      });
      return true;
    } catch {
      return false; // The journal has reported it, and the connection is closed.
    }
  }

  #ack(stanza: BinaryNode): void {
    const { accountId, sent } = this.parts;
    const [ack] = this.#guarded('an acknowledgement', () => {
      const translated = translateAck(stanza, this.#account());
      // Baileys sends messages of its own too, such as key requests to the phone.
      return translated !== undefined && sent.has(accountId, translated.messageId) ? [translated] : [];
    });
    if (ack === undefined) return;
    // A failure has been reported by the journal itself, which ends every connection.
    this.#record([{ case: 'serverAck', value: ack }], () => {
      if (ack.errorCode === 0) sent.markTaken(accountId, ack.messageId);
    }).catch(() => undefined);
  }

  /** Whether a message of ours has been sent, and the server is not known to have taken it. */
  #isOpen(messageId: string): boolean {
    const { accountId, sent } = this.parts;
    return sent.has(accountId, messageId) && !sent.isTaken(accountId, messageId);
  }

  async #drained(gate: StanzaGate, stanza: BinaryNode): Promise<void> {
    const children = Array.isArray(stanza.content) ? stanza.content : [];
    const count = Number(children.find(({ tag }) => tag === 'offline')?.attrs['count'] ?? 0);
    await gate.idle();
    await this.settled();
    this.parts.onDrained(Number.isSafeInteger(count) && count > 0 ? count : 0);
  }

  /** What Baileys could not decrypt, and what it tells of without a message having come. */
  #upserted({ messages, type }: BaileysEventMap['messages.upsert']): void {
    for (const message of messages) {
      if (message.messageStubType === proto.WebMessageInfo.StubType.CIPHERTEXT) {
        const [reason = 'no reason given'] = (message.messageStubParameters ?? []) as readonly string[];
        this.parts.onTrouble(`a message could not be decrypted: ${reason}`);
      } else if (message.message?.call) {
        const events = this.#guarded('a call', () => this.#translated(message, type === 'append'));
        this.#record(events).catch(() => undefined);
      }
    }
  }

  /** One stanza that cannot be translated must not take the others with it. */
  #guarded<T>(what: string, translate: () => T[]): T[] {
    try {
      return translate();
    } catch (error) {
      this.parts.onTrouble(`${what} could not be translated: ${messageOf(error)}`);
      return [];
    }
  }

  async #record(events: readonly Event[], beside?: () => void): Promise<void> {
    const { accountId, connection, journal } = this.parts;
    const write = journal.record(
      events.map((event) => ({ accountId, connection, event })),
      beside,
    );
    this.#writes.add(write);
    try {
      await write;
    } finally {
      this.#writes.delete(write);
    }
  }

  #account(): Account {
    const { auth } = this.parts;
    const { me } = auth.creds;
    return {
      own: [bareJid(me?.id), bareJid(me?.lid)].filter((jid) => jid !== ''),
      otherName: (jid) => auth.otherName(jid),
    };
  }
}
