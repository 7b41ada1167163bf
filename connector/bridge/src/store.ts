import { randomBytes, randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { type Database, type RootDatabase, open } from 'lmdb';
import { within } from './deferred.js';
import { messageOf } from './errors.js';

/** Version of the layout below; a bridge refuses a volume of a later one. */
export const LAYOUT_VERSION = 1;

/** The volume cannot be opened, or belongs to a later version of the bridge. */
export class StoreUnusable extends Error {
  override readonly name = 'StoreUnusable';
}

/**
 * The volume is full, read-only or does not answer. Once it can be written again so can this store: nothing has to be
 * started anew.
 */
export class VolumeUnwritable extends Error {
  override readonly name = 'VolumeUnwritable';

  constructor(sessionsPath: string, why: string, options?: ErrorOptions) {
    super(
      `SESSIONS_PATH "${sessionsPath}" cannot be written (${why}): make room on its volume, or make it writable`,
      options,
    );
  }
}

/**
 * How long a write may take, in ms. Where the sync to the disk fails, lmdb answers those who wait for it never; and an
 * event that waits holds back all behind it.
 */
const WRITE_LIMIT_MS = 10_000;

/** Sorts behind every account id, type of key and id: the end of a range. */
export const LAST = '\u{10ffff}';

/** `[accountId, type of key, id]`, with Baileys' names for the types. */
export type SignalKey = [accountId: string, type: string, id: string];

/**
 * The one LMDB environment of the volume. All values are bytes: who reads them decides what unreadable
 * means. One transaction can span the tables.
 */
export interface Store {
  /** accountId → the account's session record (auth-store.ts). */
  readonly sessions: Database<Buffer, string>;
  /** Signal keys of all accounts. */
  readonly keys: Database<Buffer, SignalKey>;
  /** sequence number → a serialised EventsResponse. */
  readonly journal: Database<Buffer, number>;
  /** `[accountId, message id]` → a message sent, kept for retry receipts (sent-messages.ts). */
  readonly sent: Database<Buffer, [accountId: string, messageId: string]>;
  /** `[time in ms, accountId, message id]` → nothing; in the order in which sent messages expire. */
  readonly sentExpiry: Database<Buffer, [expiresAt: number, accountId: string, messageId: string]>;
  /** `[accountId, message id]` → nothing, for a sent message that the server is known to have taken. */
  readonly taken: Database<Buffer, [accountId: string, messageId: string]>;
  /** `[accountId, digest of a ciphertext]` → its plaintext (inbox.ts). */
  readonly inbox: Database<Buffer, [accountId: string, digest: string]>;
  /** `[accountId, time in ms, digest]` → nothing; in the order in which an account's plaintexts expire. */
  readonly inboxExpiry: Database<Buffer, [accountId: string, expiresAt: number, digest: string]>;
  /** accountId → nothing, where a former backend's session of the account is no longer to be had (former-sessions.ts). */
  readonly former: Database<Buffer, string>;
  /** accountId → why its session must not connect from this volume (session-transfer.ts). */
  readonly asleep: Database<Buffer, string>;
  /** How often this volume has been opened, this time included. */
  readonly boot: number;
  /** Tells this volume from every other. */
  readonly volumeId: string;
  /**
   * Runs `writes` as one atomic transaction; settles when it is committed, not yet synced. `writes` must not
   * throw: what it had written by then would be committed.
   */
  transaction(writes: () => void): Promise<void>;
  /** Settles when everything committed so far is on the disk. */
  flushed(): Promise<void>;
  /** What kept the latest write from being done; undefined when it was done. */
  problem(): string | undefined;
  /** Writes something of no meaning, to find out whether that can be done. @throws VolumeUnwritable */
  probe(): Promise<void>;
  close(): Promise<void>;
}

/** 2^21 boots fit into a double's 53 bits. */
const NUMBERS_PER_BOOT = 2 ** 32;

/** Where the numbers of a boot begin, of which none was ever used before on this volume. */
export function numbersFrom(store: Pick<Store, 'boot'>): number {
  return store.boot * NUMBERS_PER_BOOT + 1;
}

/**
 * Opens the environment, creating it on a new volume.
 *
 * @throws StoreUnusable when its files are damaged or of a later layout
 */
export function openStore(sessionsPath: string): Store {
  const path = join(sessionsPath, 'bridge.lmdb');
  try {
    mkdirSync(sessionsPath, { recursive: true, mode: 0o700 });
    refuseForeignFile(path);
    // Binary values, no cache: the bytes read are the bytes on the volume.
    const root: RootDatabase<Buffer, string> = open({ path, maxDbs: 16, encoding: 'binary' });
    const { boot, volumeId } = root.transactionSync(() => {
      const layout = readNumber(root, 'layout') ?? LAYOUT_VERSION;
      if (layout > LAYOUT_VERSION) {
        throw new StoreUnusable(
          `it has layout ${layout}, this bridge knows layouts up to ${LAYOUT_VERSION}: run a later bridge`,
        );
      }
      const next = (readNumber(root, 'boot') ?? 0) + 1;
      root.putSync('layout', Buffer.from(String(LAYOUT_VERSION)));
      root.putSync('boot', Buffer.from(String(next)));
      const id = root.get('volume')?.toString() ?? randomUUID();
      root.putSync('volume', Buffer.from(id));
      return { boot: next, volumeId: id };
    });
    let problem: string | undefined;
    const answered = async (write: Promise<unknown>): Promise<void> => {
      try {
        await within(WRITE_LIMIT_MS, write);
      } catch (error) {
        const unwritable = new VolumeUnwritable(sessionsPath, await reasonOf(error), { cause: error });
        problem = unwritable.message;
        throw unwritable;
      }
    };
    const written = async (write: Promise<unknown>): Promise<void> => {
      await answered(write);
      problem = undefined;
    };
    const transaction = (writes: () => void) => written(root.transaction(writes));
    // Not a promise, although it says so. There may be nothing to be flushed: that it is done says nothing of the volume.
    const flushed = () => answered(Promise.resolve(root.flushed));
    return {
      sessions: root.openDB({ name: 'sessions', encoding: 'binary' }),
      keys: root.openDB({ name: 'keys', encoding: 'binary' }),
      journal: root.openDB({ name: 'journal', encoding: 'binary' }),
      sent: root.openDB({ name: 'sent', encoding: 'binary' }),
      sentExpiry: root.openDB({ name: 'sent-expiry', encoding: 'binary' }),
      taken: root.openDB({ name: 'taken', encoding: 'binary' }),
      inbox: root.openDB({ name: 'inbox', encoding: 'binary' }),
      inboxExpiry: root.openDB({ name: 'inbox-expiry', encoding: 'binary' }),
      former: root.openDB({ name: 'former', encoding: 'binary' }),
      asleep: root.openDB({ name: 'asleep', encoding: 'binary' }),
      boot,
      volumeId,
      transaction,
      flushed,
      problem: () => problem,
      probe: async () => {
        await written(root.put('probe', randomBytes(PROBE_BYTES)));
        await flushed();
      },
      close: () => root.close(),
    };
  } catch (error) {
    throw new StoreUnusable(`the store ${path} cannot be opened: ${messageOf(error)}`, { cause: error });
  }
}

/** More than a page, so that the file has to have room. */
const PROBE_BYTES = 16_384;

/** lmdb says of a commit only that it failed, and why in a promise beside it. */
async function reasonOf(error: unknown): Promise<string> {
  if (!(error instanceof Error) || !('commitError' in error)) return messageOf(error);
  try {
    await within(WRITE_LIMIT_MS, Promise.resolve(error.commitError));
    return messageOf(error);
  } catch (reason) {
    return messageOf(reason);
  }
}

/** MDB_MAGIC and its place behind the page header, in the byte order of the machine (mdb.c). */
const LMDB_MAGIC = 0xbeefc0de;
const LMDB_MAGIC_OFFSET = 24;

/** lmdb crashes the process (SIGSEGV, 3.5.6) when its file is not one of its own; this says what is wrong. */
function refuseForeignFile(path: string): void {
  if (!existsSync(path)) return;
  const header = Buffer.alloc(LMDB_MAGIC_OFFSET + 4);
  const fd = openSync(path, 'r');
  try {
    const length = readSync(fd, header);
    // Created, but nothing written yet.
    if (length === 0) return;
    const magic =
      endianness() === 'LE' ? header.readUInt32LE(LMDB_MAGIC_OFFSET) : header.readUInt32BE(LMDB_MAGIC_OFFSET);
    if (length < header.length || magic !== LMDB_MAGIC)
      throw new StoreUnusable('it is no LMDB file, or damaged');
  } finally {
    closeSync(fd);
  }
}

function readNumber(root: RootDatabase<Buffer, string>, key: string): number | undefined {
  const bytes = root.get(key);
  if (bytes === undefined) return undefined;
  const value = Number(bytes.toString());
  if (!Number.isSafeInteger(value) || value < 0) throw new StoreUnusable(`its "${key}" is not a number`);
  return value;
}
