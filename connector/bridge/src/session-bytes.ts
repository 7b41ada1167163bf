import { type AuthenticationCreds, BufferJSON, type SignalDataTypeMap, proto } from '@whiskeysockets/baileys';

/**
 * How far a session has come: `pairing` has never been linked to a phone, `linked` is, `unlinked` was
 * until WhatsApp said 401. Only a `pairing` one may be replaced by a fresh identity.
 */
export type Pairing = 'pairing' | 'linked' | 'unlinked';

/** A session's record in the store, as JSON. */
export interface SessionRecord {
  readonly version: 1;
  readonly pairing: Pairing;
  /** Whether a login has succeeded since the pairing. */
  readonly loggedIn: boolean;
  /** Whether the latest connection went through a proxy; missing in older records. */
  readonly proxied?: boolean;
  readonly creds: AuthenticationCreds;
}

/** @throws Error saying what is wrong with it */
export function parseRecord(bytes: Buffer): SessionRecord {
  const record = parseJson(bytes.toString('utf8'));
  if (!isRecord(record)) throw new Error('the record lacks parts that every session has');
  return record;
}

function isRecord(value: unknown): value is SessionRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { version, pairing, creds } = value as Partial<Record<keyof SessionRecord, unknown>>;
  return version === 1 && typeof pairing === 'string' && isCreds(creds);
}

/** Credentials as Baileys writes them, by its own hand or in a record. */
export function isCreds(value: unknown): value is AuthenticationCreds {
  if (typeof value !== 'object' || value === null) return false;
  return ['noiseKey', 'signedIdentityKey', 'signedPreKey', 'registrationId', 'advSecretKey'].every(
    (part) => part in value,
  );
}

/** @throws Error without a word of the text, which holds private keys and which JSON.parse quotes */
export function parseJson(json: string, hasBytes = true): unknown {
  try {
    return hasBytes ? JSON.parse(json, BufferJSON.reviver) : JSON.parse(json);
  } catch {
    throw new Error(json === '' ? 'it is empty' : 'it is not whole, or no JSON');
  }
}

export function serialise(value: unknown): Buffer {
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

export function serialiseKey(type: string, value: unknown): Buffer {
  if (type !== 'session' || value instanceof Uint8Array) return serialise(value);
  const json = JSON.stringify(value);
  return isPlain(type, json) ? Buffer.from(json) : serialise(value);
}

/** @throws Error when it is not what was written */
export function parseKey<T extends keyof SignalDataTypeMap>(type: T, bytes: Buffer): SignalDataTypeMap[T] {
  const json = bytes.toString('utf8');
  const value = parseJson(json, !isPlain(type, json));
  if (value === null || value === undefined) throw new Error('empty');
  // Baileys calls methods of this one.
  const typed = type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value) : value;
  return typed as SignalDataTypeMap[T];
}
