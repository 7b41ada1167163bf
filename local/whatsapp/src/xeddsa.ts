import {
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

const P = 2n ** 255n - 19n;
const ED25519_PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const X25519_PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

function modPow(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % P;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

/**
 * Verifies a Signal (XEdDSA) signature made with an X25519 key.
 *
 * Baileys' own `Curve.verify` cannot be used: in rc14 it ignores the outcome and answers true for every
 * well-formed input. The key is moved to its Edwards form, y = (u - 1) / (u + 1), with the sign bit that
 * libsignal keeps in the last bit of the signature; the rest is plain Ed25519.
 */
export function verifyXeddsa(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const littleEndian = Buffer.from(publicKey).reverse();
  littleEndian[0] = (littleEndian[0] ?? 0) & 0x7f;
  const u = BigInt(`0x${littleEndian.toString('hex')}`) % P;
  const y = ((u - 1n + P) * modPow(u + 1n, P - 2n)) % P;
  const edwards = Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse();
  const signBit = (signature[63] ?? 0) & 0x80;
  edwards[31] = (edwards[31] ?? 0) | signBit;
  const plain = Buffer.from(signature);
  plain[63] = (plain[63] ?? 0) & 0x7f;
  const key = createPublicKey({
    key: Buffer.concat([ED25519_SPKI_PREFIX, edwards]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, message, key, plain);
}

/** An X25519 key pair whose signatures are made by the platform. */
export interface SigningKeyPair {
  readonly private: Buffer;
  readonly public: Buffer;
  readonly sign: (message: Uint8Array) => Buffer;
}

/**
 * Makes a key pair for agreement that also signs as Signal expects.
 *
 * `Curve.sign` is JavaScript and takes some 15 ms, too long for a contact that is made in the middle of a measured
 * send. So the private key is taken from an Ed25519 seed, in the way that Ed25519 itself does: then a plain Ed25519
 * signature, with the sign bit of the public key added where libsignal looks for it, is a valid XEdDSA one.
 */
export function generateSigningKeyPair(): SigningKeyPair {
  const seed = randomBytes(32);
  const scalar = createHash('sha512').update(seed).digest().subarray(0, 32);
  scalar[0] = (scalar[0] ?? 0) & 248;
  scalar[31] = ((scalar[31] ?? 0) & 127) | 64;
  const signer = fromPkcs8(ED25519_PKCS8_PREFIX, seed);
  const signBit = (rawPublicKey(signer)[31] ?? 0) & 0x80;
  return {
    private: Buffer.from(scalar),
    public: rawPublicKey(fromPkcs8(X25519_PKCS8_PREFIX, scalar)),
    sign: (message) => {
      const signature = sign(null, message, signer);
      signature[63] = (signature[63] ?? 0) | signBit;
      return signature;
    },
  };
}

function fromPkcs8(prefix: Buffer, key: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([prefix, key]), format: 'der', type: 'pkcs8' });
}

function rawPublicKey(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
}
