import { createHash } from 'node:crypto';
import { LAST, type Store } from './store.js';

/** How long a plaintext is kept at least. WhatsApp sends again what had no receipt at the next login. */
export const INBOX_TTL_MS = 24 * 60 * 60 * 1000;

/** How many entries one transaction removes. */
const PRUNE_BATCH = 500;

/**
 * What was decrypted lately, by its ciphertext. When the bridge ends between a decryption and the receipt for
 * it, WhatsApp sends the ciphertext again, and the ratchet that could decrypt it has moved on: Baileys would
 * report a message that cannot be read and ask its sender for another copy.
 *
 * The message itself is safe by then, as an event of the journal. The plaintext serves what Baileys makes of it
 * by itself: the receipt, group keys, keys and mappings that the phone shares.
 */
export class Inbox {
  constructor(
    private readonly store: Store,
    private readonly now: () => number = Date.now,
    private readonly ttlMs = INBOX_TTL_MS,
  ) {}

  get(accountId: string, ciphertext: Uint8Array): Buffer | undefined {
    return this.store.inbox.get([accountId, digestOf(ciphertext)]);
  }

  /** Keeps a plaintext; to be called inside a transaction of the store. */
  put(accountId: string, ciphertext: Uint8Array, plaintext: Uint8Array): void {
    const digest = digestOf(ciphertext);
    void this.store.inbox.put([accountId, digest], Buffer.from(plaintext));
    void this.store.inboxExpiry.put([accountId, this.now() + this.ttlMs, digest], Buffer.alloc(0));
  }

  async deleteAccount(accountId: string): Promise<void> {
    await this.#remove(accountId, Number.MAX_SAFE_INTEGER);
  }

  /**
   * Removes what has expired. To be called only when WhatsApp holds nothing back for the account: what it still
   * holds is older than any time limit that one could set.
   */
  async prune(accountId: string): Promise<void> {
    await this.#remove(accountId, this.now());
  }

  async #remove(accountId: string, until: number): Promise<void> {
    for (;;) {
      const range = { start: [accountId, 0, ''], end: [accountId, until, LAST], limit: PRUNE_BATCH };
      const expired = [...this.store.inboxExpiry.getKeys(range)];
      if (expired.length === 0) return;
      await this.store.transaction(() => {
        for (const key of expired) {
          void this.store.inboxExpiry.remove(key);
          void this.store.inbox.remove([accountId, key[2]]);
        }
      });
    }
  }
}

function digestOf(ciphertext: Uint8Array): string {
  return createHash('sha256').update(ciphertext).digest('base64url');
}
