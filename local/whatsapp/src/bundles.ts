import type { BinaryNode } from './nodes.js';
import { bytes, child, children, node, uint } from './nodes.js';
import { verifyXeddsa } from './xeddsa.js';

/** A signed prekey as a device published it; keys are 32 bytes, without the type byte. */
export interface SignedPreKey {
  readonly id: number;
  readonly publicKey: Buffer;
  readonly signature: Buffer;
}

/** What somebody needs to open a Signal session with a device. */
export interface PreKeyBundle {
  readonly registrationId: number;
  readonly identityKey: Buffer;
  readonly signedPreKey: SignedPreKey;
  /** Missing when the device has none left: the session then starts without one, as in Signal. */
  readonly preKey?: { readonly id: number; readonly publicKey: Buffer };
}

/** The Signal type byte of a Curve25519 key. */
export const KEY_TYPE = Buffer.from([5]);

/** Whether a signed prekey really was signed with this identity key. */
export function isSignedBy(identityKey: Buffer, key: SignedPreKey): boolean {
  return verifyXeddsa(identityKey, Buffer.concat([KEY_TYPE, key.publicKey]), key.signature);
}

/** Reads `<skey><id/><value/><signature/></skey>`; undefined when a part is missing or has a wrong length. */
export function readSignedPreKey(skey: BinaryNode | undefined): SignedPreKey | undefined {
  const id = uint(bytes(child(skey, 'id')));
  const publicKey = bytes(child(skey, 'value'));
  const signature = bytes(child(skey, 'signature'));
  if (id === undefined || publicKey?.length !== 32 || signature?.length !== 64) return undefined;
  // Copies: the decoded node is a view of a frame that would otherwise be kept alive.
  return { id, publicKey: Buffer.from(publicKey), signature: Buffer.from(signature) };
}

/** Reads `<list><key><id/><value/></key>…</list>`; undefined when one key is malformed or an id comes twice. */
export function readPreKeys(list: BinaryNode | undefined): Map<number, Buffer> | undefined {
  const keys = new Map<number, Buffer>();
  for (const key of children(list)) {
    const id = uint(bytes(child(key, 'id')));
    const publicKey = bytes(child(key, 'value'));
    if (id === undefined || publicKey?.length !== 32 || keys.has(id)) return undefined;
    keys.set(id, Buffer.from(publicKey));
  }
  return keys;
}

function bigEndian(value: number, length: number): Buffer {
  const data = Buffer.alloc(length);
  data.writeUIntBE(value, 0, length);
  return data;
}

/** The `<user>` element that answers a query for somebody's keys. */
export function bundleNode(jid: string, bundle: PreKeyBundle): BinaryNode {
  const content = [
    node('registration', {}, bigEndian(bundle.registrationId, 4)),
    node('type', {}, KEY_TYPE),
    node('identity', {}, bundle.identityKey),
    node('skey', {}, [
      node('id', {}, bigEndian(bundle.signedPreKey.id, 3)),
      node('value', {}, bundle.signedPreKey.publicKey),
      node('signature', {}, bundle.signedPreKey.signature),
    ]),
  ];
  if (bundle.preKey) {
    content.push(
      node('key', {}, [
        node('id', {}, bigEndian(bundle.preKey.id, 3)),
        node('value', {}, bundle.preKey.publicKey),
      ]),
    );
  }
  return node('user', { jid }, content);
}
