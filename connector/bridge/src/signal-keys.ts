import { AsyncLocalStorage } from 'node:async_hooks';
import type {
  SignalDataSet,
  SignalDataTypeMap,
  SignalKeyStore,
  SignalKeyStoreWithTransaction,
} from '@whiskeysockets/baileys';
import { Turns } from './turns.js';

type Found<T extends keyof SignalDataTypeMap> = Record<string, SignalDataTypeMap[T]>;

/** A transaction of {@link SharedKeys} under way. */
interface Running {
  readonly owner: SharedKeys;
  over: boolean;
}

/** One for all accounts: on Node 20 every promise of the process pays for each AsyncLocalStorage in use. */
const running = new AsyncLocalStorage<Running>();

/**
 * The keys as all of Baileys but the ciphers sees them: each write is committed at once, and a transaction
 * is a turn. A transaction begun inside another one of the same account is part of it.
 *
 * This takes the place of what `makeSocket` puts around a key store (addTransactionCapability): that one makes
 * an AsyncLocalStorage for each socket, lets whoever is called from a transaction go on writing to it after its
 * commit, where the write is lost (the privacy tokens' "already sent" is), and commits a ratchet only after the
 * stanza has been written. What has to be atomic is so by {@link CollectedKeys}.
 */
export class SharedKeys implements SignalKeyStoreWithTransaction {
  readonly #turns = new Turns();

  constructor(private readonly store: SignalKeyStore) {}

  readonly get = <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => this.store.get(type, ids);

  readonly set = (data: SignalDataSet) => this.store.set(data);

  readonly isInTransaction = (): boolean => this.#current() !== undefined;

  readonly transaction = async <T>(work: () => Promise<T>, key: string): Promise<T> => {
    if (this.#current() !== undefined) return work();
    return this.#turns.run(key, async () => {
      const transaction: Running = { owner: this, over: false };
      try {
        return await running.run(transaction, work);
      } finally {
        transaction.over = true;
      }
    });
  };

  #current(): Running | undefined {
    const current = running.getStore();
    // What a transaction set going and did not wait for still carries it when it is over.
    return current?.owner === this && !current.over ? current : undefined;
  }
}

/** The keys as one operation of a cipher sees them: what it writes is collected, to be committed as a whole. */
export class CollectedKeys implements SignalKeyStoreWithTransaction {
  readonly #changes = new Map<string, Record<string, unknown>>();

  constructor(private readonly store: SignalKeyStore) {}

  get changes(): SignalDataSet {
    return Object.fromEntries(this.#changes);
  }

  async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]): Promise<Found<T>> {
    const changed = this.#changes.get(type) ?? {};
    const stored = ids.filter((id) => !(id in changed));
    const found: Found<T> = { ...(await this.store.get(type, stored)) };
    for (const id of ids) {
      const value = changed[id];
      if (value !== undefined && value !== null) found[id] = value as SignalDataTypeMap[T];
    }
    return found;
  }

  set(data: SignalDataSet): void {
    for (const [type, entries] of Object.entries(data)) {
      this.#changes.set(type, { ...this.#changes.get(type), ...entries });
    }
  }

  isInTransaction(): boolean {
    return true;
  }

  transaction<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}
