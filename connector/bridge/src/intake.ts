import type { BaileysEventMap, BinaryNode, WASocket } from '@whiskeysockets/baileys';
import type { AuthSession } from './auth-store.js';
import { messageOf } from './errors.js';
import { type Account, translateMessage } from './inbound.js';
import type { Journal, NewEvent } from './journal.js';
import { bareJid } from './jid.js';
import { translateAck, translateReceipt } from './receipts.js';
import type { SentMessages } from './sent-messages.js';

type Event = NewEvent['event'];

export interface IntakeParts {
  readonly accountId: string;
  readonly connection: number;
  readonly auth: AuthSession;
  readonly journal: Journal;
  readonly sent: SentMessages;
  /** Told of what cannot be translated or decrypted. */
  readonly onTrouble: (message: string) => void;
}

/** Takes what comes in on one socket to the journal: messages, receipts and the server's answers. */
export class Intake {
  readonly #writes = new Set<Promise<void>>();

  constructor(private readonly parts: IntakeParts) {}

  listen(sock: WASocket): void {
    sock.ev.on('messages.upsert', (upsert) => {
      this.#messages(upsert);
    });
    sock.ws.on('CB:receipt', (stanza: BinaryNode) => {
      this.#guarded('a receipt', () =>
        translateReceipt(stanza, this.#account()).map((value): Event => ({ case: 'receipt', value })),
      );
    });
    // Baileys tells of refusals only (messages.update); the positive answers are to be had here alone, and
    // with both taken from here none comes twice.
    sock.ws.on('CB:ack,class:message', (stanza: BinaryNode) => {
      this.#guarded('an acknowledgement', () => {
        const ack = translateAck(stanza, this.#account());
        // Baileys sends messages of its own too, such as key requests to the phone.
        const isOurs = ack !== undefined && this.parts.sent.has(this.parts.accountId, ack.messageId);
        return isOurs ? [{ case: 'serverAck', value: ack }] : [];
      });
    });
  }

  /** Settles when all that came in is in the journal, or could not be written. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#writes]);
  }

  // `append` holds what came while we were offline; who handles only `notify` loses it.
  #messages({ messages, type }: BaileysEventMap['messages.upsert']): void {
    for (const message of messages) {
      this.#guarded('a message', () => {
        const translation = translateMessage(message, type === 'append', this.#account());
        if ('message' in translation) return [{ case: 'inboundMessage', value: translation.message }];
        if (translation.skipped === 'not decrypted') {
          this.parts.onTrouble(`a message could not be decrypted: ${translation.reason}`);
        }
        return [];
      });
    }
  }

  /** One stanza that cannot be translated must not take the others with it. */
  #guarded(what: string, translate: () => Event[]): void {
    let events: Event[];
    try {
      events = translate();
    } catch (error) {
      this.parts.onTrouble(`${what} could not be translated: ${messageOf(error)}`);
      return;
    }
    if (events.length === 0) return;
    const { accountId, connection, journal } = this.parts;
    // A failure has been reported by the journal itself, which ends every connection.
    const write = journal
      .record(events.map((event) => ({ accountId, connection, event })))
      .catch(() => undefined)
      .finally(() => this.#writes.delete(write));
    this.#writes.add(write);
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
