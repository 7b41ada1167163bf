import { proto } from '@whiskeysockets/baileys';
import { LAST, type Store } from './store.js';

/** How long a recipient may still ask for a message again: 7 days. */
export const SENT_TTL_MS = 7 * 24 * 60 * 60 * 1000;

/** How many expired messages one transaction removes, so that sends do not wait behind it. */
const PRUNE_BATCH = 500;

/**
 * The messages sent lately. A recipient whose device could not decrypt one asks for it with a retry receipt,
 * also after a restart of ours; without an answer it shows "waiting for this message" for ever.
 */
export class SentMessages {
  constructor(
    private readonly store: Store,
    private readonly now: () => number = Date.now,
    private readonly ttlMs = SENT_TTL_MS,
  ) {}

  /** Keeps a message; settles when it is committed. */
  async put(accountId: string, messageId: string, message: proto.IMessage): Promise<void> {
    const bytes = Buffer.from(proto.Message.encode(message).finish());
    const expiresAt = this.now() + this.ttlMs;
    await this.store.transaction(() => {
      void this.store.sent.put([accountId, messageId], bytes);
      void this.store.sentExpiry.put([expiresAt, accountId, messageId], Buffer.alloc(0));
    });
  }

  get(accountId: string, messageId: string): proto.IMessage | undefined {
    const bytes = this.store.sent.get([accountId, messageId]);
    return bytes && proto.Message.decode(bytes);
  }

  /** Whether this account has sent a message under this id through the contract. */
  has(accountId: string, messageId: string): boolean {
    return this.store.sent.doesExist([accountId, messageId]);
  }

  /** Forgets what an account has sent. The entries of the expiry index go when their time comes. */
  async deleteAccount(accountId: string): Promise<void> {
    await this.store.transaction(() => {
      for (const key of this.store.sent.getKeys({ start: [accountId, ''], end: [accountId, LAST] })) {
        void this.store.sent.remove(key);
      }
    });
  }

  /** Removes what has expired; how many entries went. */
  async prune(): Promise<number> {
    let removed = 0;
    for (;;) {
      const expired = [...this.store.sentExpiry.getKeys({ end: [this.now(), '', ''], limit: PRUNE_BATCH })];
      if (expired.length === 0) return removed;
      await this.store.transaction(() => {
        for (const [expiresAt, accountId, messageId] of expired) {
          void this.store.sentExpiry.remove([expiresAt, accountId, messageId]);
          void this.store.sent.remove([accountId, messageId]);
        }
      });
      removed += expired.length;
    }
  }
}
