import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthenticationCreds, SignalDataTypeMap } from '@whiskeysockets/baileys';
import { messageOf } from './errors.js';
import { isCreds, parseJson, parseKey } from './session-bytes.js';

/** A session as Baileys' own useMultiFileAuthState keeps it: a folder with these credentials and a file for each key. */
export interface FormerSession {
  readonly creds: AuthenticationCreds;
  readonly keys: readonly FormerKey[];
}

export interface FormerKey {
  readonly type: KeyType;
  readonly id: string;
  /** The file's content, which is how the store writes it too. */
  readonly bytes: Buffer;
}

type KeyType = keyof SignalDataTypeMap;

/** A file of a former session is missing or makes no sense, so that the session as a whole cannot be had. */
export class FormerSessionUnreadable extends Error {
  override readonly name = 'FormerSessionUnreadable';

  constructor(path: string, problem: string) {
    super(`${path} of the former session ${problem}`);
  }
}

const CREDENTIALS = 'creds.json';
const SUFFIX = '.json';

const same = (name: string): string => name;

/**
 * Ids by the names of their files, in which Baileys replaces `/` by `__` and `:` by `-`. Undefined for one that no such id
 * can have. Base64 alone has slashes and no underscores, sender keys alone have colons.
 */
const IDS: Record<KeyType, (name: string) => string | undefined> = {
  'pre-key': same,
  session: same,
  'sender-key': (name) => {
    const [, group, user, device] = /^(.+)--(.+)--(\d+)$/.exec(name) ?? [];
    return group && user && device && `${group}::${user}::${device}`;
  },
  'sender-key-memory': same,
  'app-state-sync-key': (name) => name.replaceAll('__', '/'),
  'app-state-sync-version': same,
  'lid-mapping': same,
  'device-list': same,
  tctoken: same,
  'identity-key': same,
};

/** Longer ones first: what begins with "sender-key-memory-" is no sender key. */
const TYPES = (Object.keys(IDS) as KeyType[]).sort((a, b) => b.length - a.length);

/**
 * Reads a whole session, and writes nothing.
 *
 * @returns undefined when there is nothing to be kept: no session, or one that no phone was ever linked to
 * @throws FormerSessionUnreadable naming the file
 */
export function readFormerSession(folder: string): FormerSession | undefined {
  const names = attempt(folder, () => readdirSync(folder));
  const keys = names.flatMap((name) => {
    const type = typeOf(name);
    return type === undefined ? [] : [{ name, type }];
  });
  // Keys alone are what is left of a session, which must not become a new one.
  if (!names.includes(CREDENTIALS) && keys.length === 0) return undefined;
  const creds = readCreds(join(folder, CREDENTIALS));
  // A pairing code sets `me` before anyone has typed it; the phone's signature is what links a device.
  if (!creds.me || !creds.account) return undefined;
  return { creds, keys: keys.map(({ name, type }) => readKey(folder, name, type)) };
}

function readCreds(path: string): AuthenticationCreds {
  const creds = attempt(path, () => parseJson(readFileSync(path, 'utf8')));
  if (!isCreds(creds)) throw new FormerSessionUnreadable(path, 'lacks parts that all credentials have');
  return creds;
}

function readKey(folder: string, name: string, type: KeyType): FormerKey {
  const path = join(folder, name);
  const id = IDS[type](name.slice(type.length + 1, -SUFFIX.length));
  if (!id) throw new FormerSessionUnreadable(path, `has the name of no ${type}`);
  return attempt(path, () => {
    const bytes = readFileSync(path);
    parseKey(type, bytes);
    return { type, id, bytes };
  });
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new FormerSessionUnreadable(path, `cannot be read (${messageOf(error)})`);
  }
}

function typeOf(fileName: string): KeyType | undefined {
  if (!fileName.endsWith(SUFFIX)) return undefined;
  return TYPES.find((type) => fileName.startsWith(`${type}-`));
}
