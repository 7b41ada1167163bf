import { gunzipSync, gzipSync } from 'node:zlib';
import type { Database } from 'lmdb';
import {
  type BridgeError,
  invalidField,
  messageOf,
  notMovable,
  sessionInPlace,
  unreadableSession,
} from './errors.js';
import type { Journal } from './journal.js';
import { type SessionRecord, parseJson, parseKey, parseRecord } from './session-bytes.js';
import { LAST, type Store } from './store.js';

/** A volume that was left behind; its session's ratchets go on elsewhere. */
const EXPORTED = 'it has been exported';
/** An import that is not done yet: whether the copy is still the newest is being found out. */
const NOT_ACTIVATED = 'its import was not brought to its end';

/** Where the account's id stands in the keys of what the store keeps of an account. */
const TABLES = {
  sessions: undefined,
  former: undefined,
  keys: 0,
  sent: 0,
  sentExpiry: 1,
  taken: 0,
  inbox: 0,
  inboxExpiry: 0,
} as const satisfies Partial<Record<keyof Store, number | undefined>>;

type Table = keyof typeof TABLES;
type Key = string | (string | number)[];

/** A value of the store, its bytes in base64. */
type Row = readonly [table: Table, key: Key, value: string];

/** The form of a copy; another one says so instead of being misread. */
interface Copy {
  readonly version: 1;
  readonly rows: readonly Row[];
}

/**
 * Moves sessions between volumes. An account's session is on the way when it is asleep here: its bytes are in the store, and
 * nobody connects with them. Who calls makes sure that the account has no socket meanwhile.
 */
export class SessionTransfer {
  constructor(
    private readonly store: Store,
    private readonly journal: Pick<Journal, 'waiting'>,
  ) {}

  /**
   * Puts an account's session to sleep and returns a copy of all of it. The same again for one that sleeps already.
   *
   * @throws BridgeError FAILED_PRECONDITION, DATA_LOSS
   */
  async take(accountId: string): Promise<Buffer> {
    const waiting = this.journal.waiting(accountId);
    if (waiting > 0) {
      throw notMovable(accountId, `${waiting} of its events wait for the connector; they would stay behind`);
    }
    const rows = this.#rowsOf(accountId);
    const record = recordIn(rows, accountId, (error) => unreadableSession(accountId, error));
    if (record?.pairing !== 'linked') throw notMovable(accountId, 'no phone is linked to it');
    await this.store.transaction(() => {
      void this.store.asleep.put(accountId, Buffer.from(EXPORTED));
    });
    await this.store.flushed();
    const copy: Copy = { version: 1, rows };
    return gzipSync(JSON.stringify(copy));
  }

  /**
   * Puts a copy into the store, asleep, in place of what there is of the account.
   *
   * @param replace whether a session that is awake gives way
   * @throws BridgeError ALREADY_EXISTS, INVALID_ARGUMENT
   */
  async put(accountId: string, copy: Buffer, replace: boolean): Promise<void> {
    const rows = parse(copy, accountId);
    if (!replace && this.#isInUse(accountId)) throw sessionInPlace(accountId);
    const before = this.#rowsOf(accountId);
    await this.store.transaction(() => {
      for (const [table, key] of before) void this.#table(table).remove(key);
      for (const [table, key, value] of rows) void this.#table(table).put(key, Buffer.from(value, 'base64'));
      void this.store.asleep.put(accountId, Buffer.from(NOT_ACTIVATED));
    });
    await this.store.flushed();
  }

  /**
   * Lets a session connect that was put here.
   *
   * @throws BridgeError FAILED_PRECONDITION when it has been exported: then it is used elsewhere
   */
  async wake(accountId: string): Promise<void> {
    const asleep = this.store.asleep.get(accountId)?.toString();
    if (asleep !== undefined && asleep !== NOT_ACTIVATED) throw notMovable(accountId, asleep);
    await this.store.transaction(() => {
      void this.store.asleep.remove(accountId);
    });
    await this.store.flushed();
  }

  /** A session that cannot be read counts as one that is: it is somebody's until it is given up. */
  #isInUse(accountId: string): boolean {
    return this.store.sessions.doesExist(accountId) && !this.store.asleep.doesExist(accountId);
  }

  /** One view of the store: nothing is written between its first row and its last. */
  #rowsOf(accountId: string): Row[] {
    return (Object.keys(TABLES) as Table[]).flatMap((table) =>
      [...this.#table(table).getRange(rangeOf(table, accountId))]
        .filter(({ key }) => accountOf(table, key) === accountId)
        .map(({ key, value }): Row => [table, key, value.toString('base64')]),
    );
  }

  /** By the table's name, its keys are of one type; here they are taken as they come. */
  #table(table: Table): Database<Buffer, Key> {
    return this.store[table];
  }
}

function accountOf(table: Table, key: Key): string | number | undefined {
  const place = TABLES[table];
  return place === undefined ? (typeof key === 'string' ? key : undefined) : key[place];
}

/** Where an account's rows are; all of the table where its keys begin with something else. */
function rangeOf(table: Table, accountId: string): { start?: Key; end?: Key } {
  const place = TABLES[table];
  if (place === undefined) return { start: accountId, end: accountId + '\0' };
  return place === 0 ? { start: [accountId], end: [accountId, LAST, LAST] } : {};
}

/** @throws BridgeError INVALID_ARGUMENT saying what is wrong with it */
function parse(copy: Buffer, accountId: string): readonly Row[] {
  const refused = (error: unknown) => invalidField('session', messageOf(error));
  let parsed: unknown;
  try {
    parsed = parseJson(gunzipSync(copy).toString('utf8'), false);
  } catch (error) {
    throw refused(error);
  }
  const { version, rows } = parsed as Partial<Copy>;
  if (version !== 1 || !Array.isArray(rows))
    throw refused('it is no copy of a session that this bridge knows');
  for (const [table, key] of rows as readonly Row[]) {
    if (!(table in TABLES) || accountOf(table, key) !== accountId)
      throw refused("it holds another account's");
  }
  if (recordIn(rows, accountId, refused) === undefined) throw refused('it holds no credentials');
  return rows as readonly Row[];
}

/**
 * The session's record, where there is one; that its keys can be read is looked at too.
 *
 * @throws BridgeError what `refused` makes of that which cannot be read
 */
function recordIn(
  rows: readonly Row[],
  accountId: string,
  refused: (error: unknown) => BridgeError,
): SessionRecord | undefined {
  let record: SessionRecord | undefined;
  try {
    for (const [table, key, value] of rows) {
      const bytes = Buffer.from(value, 'base64');
      if (table === 'keys') parseKey(key[1] as Parameters<typeof parseKey>[0], bytes);
      if (table === 'sessions' && key === accountId) record = parseRecord(bytes);
    }
  } catch (error) {
    throw refused(error);
  }
  return record;
}
