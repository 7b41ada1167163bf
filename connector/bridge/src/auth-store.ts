import {
  type AuthenticationCreds,
  BufferJSON,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
  initAuthCreds,
  proto,
} from '@whiskeysockets/baileys';
import { connectionOver, messageOf, unreadableSession } from './errors.js';
import { LAST, type SignalKey, type Store } from './store.js';

/**
 * How far a session has come: `pairing` has never been linked to a phone, `linked` is, `unlinked` was
 * until WhatsApp said 401. Only a `pairing` one may be replaced by a fresh identity.
 */
export type Pairing = 'pairing' | 'linked' | 'unlinked';

interface SessionRecord {
  readonly version: 1;
  readonly pairing: Pairing;
  /** Whether a login has succeeded since the pairing. */
  readonly loggedIn: boolean;
  /** Whether the latest connection went through a proxy; missing in older records. */
  readonly proxied?: boolean;
  readonly creds: AuthenticationCreds;
}

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
  constructor(private readonly store: Store) {}

  accountIds(): string[] {
    return [...this.store.sessions.getKeys()];
  }

  has(accountId: string): boolean {
    return this.store.sessions.doesExist(accountId) || this.#hasKeys(accountId);
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
      onFailure,
    );
  }

  /** Deletes an account's session, also one that cannot be read; synced when it settles. */
  async delete(accountId: string): Promise<void> {
    await this.store.transaction(() => {
      void this.store.sessions.remove(accountId);
      for (const key of this.store.keys.getKeys(rangeOf(accountId))) void this.store.keys.remove(key);
    });
    await this.store.flushed();
  }

  #read(accountId: string): SessionRecord | undefined {
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

function parseRecord(bytes: Buffer): SessionRecord {
  const record: unknown = JSON.parse(bytes.toString('utf8'), BufferJSON.reviver);
  if (!isRecord(record)) throw new Error('the record lacks parts that every session has');
  return record;
}

function isRecord(value: unknown): value is SessionRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { version, pairing, creds } = value as Partial<Record<keyof SessionRecord, unknown>>;
  if (version !== 1 || typeof pairing !== 'string' || typeof creds !== 'object' || creds === null)
    return false;
  return ['noiseKey', 'signedIdentityKey', 'signedPreKey', 'registrationId', 'advSecretKey'].every(
    (part) => part in creds,
  );
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
      const bytes = this.store.keys.get([this.accountId, type, id]);
      if (bytes === undefined) continue;
      try {
        found[id] = parseKey(type, bytes);
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

function serialise(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value, BufferJSON.replacer));
}

/** How BufferJSON, and a Buffer by itself, write bytes. */
const BYTES = '"type":"Buffer"';

/**
 * Whether a session is as libsignal gives it: texts and numbers, with nothing in it that JSON does not know. To look at each of
 * its values for bytes would take longer than the parsing, and a message reads its sessions several times.
 */
function isPlain(type: string, json: string): boolean {
  return type === 'session' && !json.includes(BYTES);
}

function serialiseKey(type: string, value: unknown): Buffer {
  if (type !== 'session' || value instanceof Uint8Array) return serialise(value);
  const json = JSON.stringify(value);
  return isPlain(type, json) ? Buffer.from(json) : serialise(value);
}

function parseKey<T extends keyof SignalDataTypeMap>(type: T, bytes: Buffer): SignalDataTypeMap[T] {
  const json = bytes.toString('utf8');
  const value: unknown = isPlain(type, json) ? JSON.parse(json) : JSON.parse(json, BufferJSON.reviver);
  if (value === null || value === undefined) throw new Error('empty');
  // Baileys calls methods of this one.
  const typed = type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value) : value;
  return typed as SignalDataTypeMap[T];
}
