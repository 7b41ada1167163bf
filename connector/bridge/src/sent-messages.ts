import { proto } from '@whiskeysockets/baileys';
import { LAST, type Store } from './store.js';

/** How many expired messages one transaction removes, so that sends do not wait behind it. */
const PRUNE_BATCH = 500;

/** How many messages all accounts keep at most, about 200 MB of texts; the oldest give way. */
const MAX_MESSAGES = 500_000;

export interface SentOptions {
  /** How long a message, and that the server has taken it, is remembered. */
  readonly ttlMs: number;
  readonly maxMessages?: number;
  readonly now?: () => number;
}

/**
 * The messages sent lately, and which of them the server is known to have taken. A recipient whose device could
 * not decrypt one asks for it with a retry receipt, also after a restart of ours; without an answer it shows
 * "waiting for this message" for ever.
 */
export class SentMessages {
  readonly #ttlMs: number;
  readonly #maxMessages: number;
  readonly #now: () => number;

  constructor(
    private readonly store: Store,
    { ttlMs, maxMessages = MAX_MESSAGES, now = Date.now }: SentOptions,
  ) {
    this.#ttlMs = ttlMs;
    this.#maxMessages = maxMessages;
    this.#now = now;
  }

  /** Keeps a message; settles when it is committed. */
  async put(accountId: string, messageId: string, message: proto.IMessage): Promise<void> {
    const bytes = Buffer.from(proto.Message.encode(message).finish());
    const expiresAt = this.#now() + this.#ttlMs;
    // Sent again, it keeps its time: it would otherwise be removed with the first one's.
    const isKnown = this.has(accountId, messageId);
    await this.store.transaction(() => {
      void this.store.sent.put([accountId, messageId], bytes);
      if (!isKnown) void this.store.sentExpiry.put([expiresAt, accountId, messageId], Buffer.alloc(0));
    });
  }

  get(accountId: string, messageId: string): proto.IMessage | undefined {
    const bytes = this.store.sent.get([accountId, messageId]);
    return bytes && proto.Message.decode(bytes);
  }

  has(accountId: string, messageId: string): boolean {
    return this.store.sent.doesExist([accountId, messageId]);
  }

  /** Notes that the server has this message; to be called inside a transaction of the store. */
  markTaken(accountId: string, messageId: string): void {
    void this.store.taken.put([accountId, messageId], Buffer.alloc(0));
  }

  isTaken(accountId: string, messageId: string): boolean {
    return this.store.taken.doesExist([accountId, messageId]);
  }

  /** Forgets what an account has sent. The entries of the expiry index go when their time comes. */
  async deleteAccount(accountId: string): Promise<void> {
    const range = { start: [accountId, ''] as [string, string], end: [accountId, LAST] as [string, string] };
    await this.store.transaction(() => {
      for (const key of this.store.sent.getKeys(range)) void this.store.sent.remove(key);
      for (const key of this.store.taken.getKeys(range)) void this.store.taken.remove(key);
    });
  }

  /** Removes what has expired, and what is too much; how many entries went. */
  async prune(): Promise<number> {
    let removed = 0;
    for (;;) {
      const excess = this.store.sentExpiry.getCount() - this.#maxMessages;
      const range = excess > 0 ? {} : { end: [this.#now(), '', ''] as [number, string, string] };
      const limit = excess > 0 ? Math.min(excess, PRUNE_BATCH) : PRUNE_BATCH;
      const expired = [...this.store.sentExpiry.getKeys({ ...range, limit })];
      if (expired.length === 0) return removed;
      await this.store.transaction(() => {
        for (const [expiresAt, accountId, messageId] of expired) {
          void this.store.sentExpiry.remove([expiresAt, accountId, messageId]);
          void this.store.sent.remove([accountId, messageId]);
          void this.store.taken.remove([accountId, messageId]);
        }
      });
      removed += expired.length;
    }
  }
}
