import { deferred } from './deferred.js';
import { type BridgeError, maybeWritten, notConnected } from './errors.js';
import type { Outgoing, SendOutcome } from './send.js';
import type { SentMessages } from './sent-messages.js';

export interface SendsParts {
  readonly accountId: string;
  readonly sent: SentMessages;
  readonly isOpen: () => boolean;
  /** Writes a message to the socket; says so when it is about to, and nothing can be taken back any more. */
  readonly write: (message: Outgoing, onWriting: () => void) => Promise<void>;
}

/**
 * The messages on their way to one connection's socket, one at a time: Baileys would only queue them itself, and two sends to a
 * new contact would both ask for its devices.
 */
export class Sends {
  readonly #over = new AbortController();
  readonly #underWay = new Set<Outgoing>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: SendsParts) {}

  /** What has had its turn and is not done. */
  get underWay(): Iterable<Outgoing> {
    return this.#underWay;
  }

  /** @throws BridgeError */
  async send(message: Outgoing): Promise<SendOutcome> {
    const { accountId, sent, isOpen, write } = this.parts;
    const before = this.#last;
    const turn = deferred();
    this.#last = turn.promise;
    try {
      await this.#unlessOver(before, () => notConnected(accountId));
      if (!isOpen()) throw notConnected(accountId);
      this.#underWay.add(message);
      // The answer to the same message, sent just before, may have come while this one waited.
      if (sent.isTaken(accountId, message.messageId)) return 'taken before';
      let isWriting = false;
      const writing = write(message, () => {
        isWriting = true;
      });
      await this.#unlessOver(writing, () =>
        isWriting ? maybeWritten('the connection closed') : notConnected(accountId),
      );
      return 'written';
    } finally {
      this.#underWay.delete(message);
      turn.resolve(undefined);
    }
  }

  /** The connection is over: who waits hears of it. */
  end(): void {
    this.#over.abort();
  }

  /** Baileys' queries outlive its sockets: who waits here hears of the end at once. */
  async #unlessOver<T>(work: Promise<T>, error: () => BridgeError): Promise<T> {
    const { signal } = this.#over;
    if (signal.aborted) throw error();
    const ended = deferred<never>();
    const onAbort = () => {
      ended.reject(error());
    };
    signal.addEventListener('abort', onAbort);
    try {
      return await Promise.race([work, ended.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      work.catch(() => undefined);
    }
  }
}
