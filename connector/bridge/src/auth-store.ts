import {
  type AuthenticationCreds,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
  initAuthCreds,
} from '@whiskeysockets/baileys';
import {
  type BridgeError,
  connectionOver,
  isUnreadable,
  messageOf,
  sleepingSession,
  unreadableSession,
} from './errors.js';
import type { FormerSession } from './former-folder.js';
import {
  type Pairing,
  type SessionRecord,
  parseKey,
  parseRecord,
  serialise,
  serialiseKey,
} from './session-bytes.js';
import { LAST, type SignalKey, type Store } from './store.js';

/** What can be told of a stored session without connecting. */
export interface SessionSummary {
  readonly pairing: Pairing;
  readonly me: { readonly id: string; readonly lid?: string } | undefined;
  readonly proxied: boolean;
}

/** Runs writes as one transaction; settles when it is as safe as the caller wants it. */
export type Transact = (writes: () => void) => Promise<void>;

/** Well inside LMDB's limit of 1978 bytes for a key, and far beyond any jid; a peer has a hand in these. */
const MAX_KEY_ID_LENGTH = 400;

/** The accounts' sessions in the store. */
export class AuthStore {
  /** Accounts whose session was found unreadable where {@link AuthStore.summary} does not look. */
  readonly #refused = new Map<string, BridgeError>();

  constructor(private readonly store: Store) {}

  accountIds(): string[] {
    return [...new Set([...this.store.sessions.getKeys(), ...this.#refused.keys()])];
  }

  has(accountId: string): boolean {
    return (
      this.store.sessions.doesExist(accountId) || this.#hasKeys(accountId) || this.#refused.has(accountId)
    );
  }

  /** Keeps an account from connecting until its session is given up, or the bridge has started anew. */
  refuse(accountId: string, why: BridgeError): void {
    if (!this.#refused.has(accountId)) this.#refused.set(accountId, why);
  }

  /** Whether there is a session that is, or was, linked; one that cannot be read counts as such. */
  isBeyondPairing(accountId: string): boolean {
    try {
      return (this.summary(accountId)?.pairing ?? 'pairing') !== 'pairing';
    } catch {
      return true;
    }
  }

  /** Whether a former backend's session of this account is no longer to be had. */
  isFormerSettled(accountId: string): boolean {
    return this.store.former.doesExist(accountId);
  }

  async settleFormer(accountId: string): Promise<void> {
    await this.store.transaction(() => {
      this.#markFormerSettled(accountId);
    });
  }

  /** Takes over a former backend's session in place of whatever there is; synced when it settles. */
  async importFormer(accountId: string, { creds, keys }: FormerSession): Promise<void> {
    const record: SessionRecord = { version: 1, pairing: 'linked', loggedIn: true, creds };
    const bytes = serialise(record);
    await this.store.transaction(() => {
      this.#remove(accountId);
      void this.store.sessions.put(accountId, bytes);
      for (const key of keys) void this.store.keys.put([accountId, key.type, key.id], key.bytes);
      this.#markFormerSettled(accountId);
    });
    await this.store.flushed();
  }

  /** @throws BridgeError DATA_LOSS */
  summary(accountId: string): SessionSummary | undefined {
    const record = this.#read(accountId);
    if (record === undefined) return undefined;
    const me = record.creds.me;
    return {
      pairing: record.pairing,
      me: me && { id: me.id, ...(me.lid === undefined ? {} : { lid: me.lid }) },
      proxied: record.proxied ?? false,
    };
  }

  /**
   * The session to connect with. A fresh identity only where nothing is stored, or where what is stored
   * never finished its pairing: half-made credentials would be refused with 401.
   *
   * @param onFailure told when a later read or write fails: the session must not go on
   * @param proxied whether it connects through a proxy
   * @throws BridgeError DATA_LOSS when there is a session that cannot be read; nothing is written then
   */
  async open(accountId: string, onFailure: (error: unknown) => void, proxied = false): Promise<AuthSession> {
    let record = this.#read(accountId);
    if (record?.pairing === 'pairing') {
      await this.delete(accountId);
      record = undefined;
    }
    return new AuthSession(
      this.store,
      accountId,
      { ...(record ?? { version: 1, pairing: 'pairing', loggedIn: false, creds: initAuthCreds() }), proxied },
      (error) => {
        // Tried again, it would connect, and fail when that is read the next time.
        if (isUnreadable(error)) this.refuse(accountId, error);
        onFailure(error);
      },
    );
  }

  /** Deletes an account's session, also one that cannot be read; synced when it settles. */
  async delete(accountId: string): Promise<void> {
    const isRefused = this.#refused.has(accountId);
    await this.store.transaction(() => {
      this.#remove(accountId);
      if (isRefused) this.#markFormerSettled(accountId);
    });
    await this.store.flushed();
    this.#refused.delete(accountId);
  }

  /** To be called inside a transaction. */
  #remove(accountId: string): void {
    void this.store.sessions.remove(accountId);
    void this.store.asleep.remove(accountId);
    for (const key of this.store.keys.getKeys(rangeOf(accountId))) void this.store.keys.remove(key);
  }

  /** To be called inside a transaction. */
  #markFormerSettled(accountId: string): void {
    void this.store.former.put(accountId, Buffer.alloc(0));
  }

  #read(accountId: string): SessionRecord | undefined {
    const refused = this.#refused.get(accountId);
    if (refused !== undefined) throw refused;
    const asleep = this.store.asleep.get(accountId);
    if (asleep !== undefined) throw sleepingSession(accountId, asleep.toString());
    try {
      const bytes = this.store.sessions.get(accountId);
      if (bytes !== undefined) return parseRecord(bytes);
    } catch (error) {
      throw unreadableSession(accountId, error);
    }
    // Keys are never written without the credentials: these have been lost, they did not never exist.
    if (this.#hasKeys(accountId)) throw unreadableSession(accountId, 'it has keys, but no credentials');
    return undefined;
  }

  #hasKeys(accountId: string): boolean {
    return this.store.keys.getKeysCount({ ...rangeOf(accountId), limit: 1 }) > 0;
  }
}

function rangeOf(accountId: string): { start: SignalKey; end: SignalKey } {
  return { start: [accountId, '', ''], end: [accountId, LAST, LAST] };
}

/**
 * One account's credentials and keys for the life of one socket. Baileys changes `creds` in place and tells
 * of it by `creds.update`; keys it writes by transactions of its own, which arrive here as one `set`.
 *
 * There is no cache on top (makeCacheableSignalKeyStore): it is updated before the store, so that a failed
 * write leaves it ahead; an LMDB read costs microseconds.
 */
export class AuthSession {
  readonly creds: AuthenticationCreds;
  readonly keys: SignalKeyStore;
  /** Whether it connects through a proxy. */
  readonly proxied: boolean;
  #pairing: Pairing;
  #loggedIn: boolean;
  #closed = false;
  /** Whether the credentials have been written by this session, so that keys alone are not without them. */
  #saved = false;
  readonly #writes = new Set<Promise<void>>();

  constructor(
    private readonly store: Store,
    private readonly accountId: string,
    record: SessionRecord,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.creds = record.creds;
    this.proxied = record.proxied ?? false;
    this.#pairing = record.pairing;
    this.#loggedIn = record.loggedIn;
    this.keys = {
      get: (type, ids) => this.#get(type, ids),
      set: (data) => this.commit(data),
    };
  }

  get pairing(): Pairing {
    return this.#pairing;
  }

  /** A person's LID by phone-number jid or the other way round, as far as Baileys has learnt it. */
  otherName(jid: string): string | undefined {
    const [user = '', server] = jid.split('@');
    const isLidJid = server === 'lid';
    // Baileys' own naming (Signal/lid-mapping.js): user → LID user, and LID user + "_reverse" → user.
    const id = isLidJid ? `${user}_reverse` : user;
    const other: unknown = this.#get('lid-mapping', [id])[id];
    if (typeof other !== 'string' || other === '') return undefined;
    return `${other}@${isLidJid ? 's.whatsapp.net' : 'lid'}`;
  }

  /** Saves the credentials as they are now. */
  async saveCreds(): Promise<void> {
    await this.#write(() => undefined);
  }

  /** Notes a successful login; true when it is the first since the pairing. */
  async markLoggedIn(): Promise<boolean> {
    const first = !this.#loggedIn;
    this.#loggedIn = true;
    this.#pairing = 'linked';
    await this.#write(() => undefined);
    return first;
  }

  /** Notes that WhatsApp no longer knows this device. */
  async markUnlinked(): Promise<void> {
    if (this.#pairing !== 'linked') return;
    this.#pairing = 'unlinked';
    await this.#write(() => undefined);
  }

  /**
   * Ends the writing: a task of the old socket that is still under way must not write over what the next
   * socket does. Settles when everything written before is on the disk.
   */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#writes]);
    await this.store.flushed();
  }

  #get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]): Record<string, SignalDataTypeMap[T]> {
    const found: Record<string, SignalDataTypeMap[T]> = {};
    for (const id of ids) {
      try {
        const bytes = this.store.keys.get([this.accountId, type, id]);
        if (bytes !== undefined) found[id] = parseKey(type, bytes);
      } catch (error) {
        const unreadable = unreadableSession(this.accountId, `${type} key: ${messageOf(error)}`);
        this.onFailure(unreadable);
        throw unreadable;
      }
    }
    return found;
  }

  /**
   * Writes keys, and the credentials with them, in one transaction.
   *
   * @param transact runs it; it may add writes of its own
   */
  async commit(data: SignalDataSet, transact?: Transact): Promise<void> {
    // All that can fail is done before the transaction begins.
    const changes: { key: SignalKey; bytes: Buffer | undefined }[] = [];
    for (const [type, entries] of Object.entries(data)) {
      for (const [id, value] of Object.entries(entries)) {
        if (id.length > MAX_KEY_ID_LENGTH) throw new Error(`the id of a ${type} key is too long to store`);
        const bytes = value === null || value === undefined ? undefined : serialiseKey(type, value);
        changes.push({ key: [this.accountId, type, id], bytes });
      }
    }
    const writes = () => {
      for (const { key, bytes } of changes) {
        void (bytes === undefined ? this.store.keys.remove(key) : this.store.keys.put(key, bytes));
      }
    };
    // Most writes are ratchets, which have nothing to do with the credentials.
    if (this.#saved && !('pre-key' in data)) await this.#track(writes, transact);
    else await this.#write(writes, transact);
  }

  /**
   * One transaction with the credentials in it. With pre-keys they may be newer than the keys, never older: with an old
   * `nextPreKeyId` the ids of pre-keys that WhatsApp has would be given to new ones.
   */
  async #write(keys: () => void, transact?: Transact): Promise<void> {
    // The phone's signature over our identity is what makes a linked device. `me` alone is not enough: a
    // pairing code sets it before anyone has typed the code.
    if (this.#pairing === 'pairing' && this.creds.account && this.creds.me) this.#pairing = 'linked';
    const record: SessionRecord = {
      version: 1,
      pairing: this.#pairing,
      loggedIn: this.#loggedIn,
      proxied: this.proxied,
      creds: this.creds,
    };
    const bytes = serialise(record);
    await this.#track(() => {
      keys();
      void this.store.sessions.put(this.accountId, bytes);
    }, transact);
    this.#saved = true;
  }

  async #track(
    writes: () => void,
    transact: Transact = (work) => this.store.transaction(work),
  ): Promise<void> {
    if (this.#closed) throw connectionOver(this.accountId);
    const write = transact(writes);
    this.#writes.add(write);
    try {
      await write;
    } catch (error) {
      this.onFailure(error);
      throw error;
    } finally {
      this.#writes.delete(write);
    }
  }
}
