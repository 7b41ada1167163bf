import { createHash, hkdfSync } from 'node:crypto';
import {
  aesDecryptGCM,
  aesEncryptGCM,
  Curve,
  NOISE_MODE,
  NOISE_WA_HEADER,
  proto,
} from '@whiskeysockets/baileys';
import type { ServerIdentity } from './trust.js';

const NOTHING = Buffer.alloc(0);

/** Bytes from a client that are not the protocol. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

function expand(input: Uint8Array, salt: Uint8Array): [Buffer, Buffer] {
  const output = Buffer.from(hkdfSync('sha256', input, salt, NOTHING, 64));
  return [output.subarray(0, 32), output.subarray(32)];
}

function counterIv(counter: number): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(counter, 8);
  return iv;
}

/** The encrypted phase of one connection, seen from the server. */
export class Transport {
  private reads = 0;
  private writes = 0;

  constructor(
    private readonly readKey: Buffer,
    private readonly writeKey: Buffer,
  ) {}

  encrypt(plaintext: Uint8Array): Buffer {
    return aesEncryptGCM(plaintext, this.writeKey, counterIv(this.writes++), NOTHING);
  }

  decrypt(ciphertext: Uint8Array): Buffer {
    return aesDecryptGCM(ciphertext, this.readKey, counterIv(this.reads++), NOTHING);
  }

  /** Counts a frame that was sent damaged: the client counts it too, so that later frames still decrypt. */
  countDamagedFrame(): void {
    this.writes++;
  }
}

/** What a client says about itself at the end of the handshake. */
export interface ClientHello {
  readonly noiseKey: Buffer;
  readonly payload: proto.ClientPayload;
  readonly transport: Transport;
}

/** The server's side of `Noise_XX_25519_AESGCM_SHA256`. */
export class Handshake {
  private readonly ephemeral = Curve.generateKeyPair();
  private hash: Buffer = Buffer.from(NOISE_MODE);
  private salt: Buffer = this.hash;
  private key: Buffer = this.hash;
  private counter = 0;

  constructor(private readonly identity: ServerIdentity) {
    this.authenticate(NOISE_WA_HEADER);
  }

  /** Takes the client's hello and returns the frame that answers it. */
  answerHello(frame: Uint8Array): Uint8Array {
    const clientEphemeral = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral;
    if (clientEphemeral?.length !== 32) throw new ProtocolError('a client hello without an ephemeral key');
    this.authenticate(clientEphemeral);
    this.authenticate(this.ephemeral.public);
    this.mixKey(Curve.sharedKey(this.ephemeral.private, clientEphemeral));
    const encryptedStatic = this.encrypt(this.identity.staticKey.public);
    this.mixKey(Curve.sharedKey(this.identity.staticKey.private, clientEphemeral));
    const payload = this.encrypt(this.identity.certificates);
    return proto.HandshakeMessage.encode({
      serverHello: { ephemeral: this.ephemeral.public, static: encryptedStatic, payload },
    }).finish();
  }

  /** Takes the client's last frame of the handshake. */
  finish(frame: Uint8Array): ClientHello {
    const finish = proto.HandshakeMessage.decode(frame).clientFinish;
    if (!finish?.static || !finish.payload) throw new ProtocolError('a handshake without a client finish');
    const noiseKey = this.decrypt(finish.static);
    this.mixKey(Curve.sharedKey(this.ephemeral.private, noiseKey));
    const payload = proto.ClientPayload.decode(this.decrypt(finish.payload));
    const [clientToServer, serverToClient] = expand(NOTHING, this.salt);
    return { noiseKey, payload, transport: new Transport(clientToServer, serverToClient) };
  }

  private authenticate(data: Uint8Array): void {
    this.hash = createHash('sha256').update(this.hash).update(data).digest();
  }

  private mixKey(secret: Uint8Array): void {
    [this.salt, this.key] = expand(secret, this.salt);
    this.counter = 0;
  }

  private encrypt(plaintext: Uint8Array): Buffer {
    const ciphertext = aesEncryptGCM(plaintext, this.key, counterIv(this.counter++), this.hash);
    this.authenticate(ciphertext);
    return ciphertext;
  }

  private decrypt(ciphertext: Uint8Array): Buffer {
    const plaintext = aesDecryptGCM(ciphertext, this.key, counterIv(this.counter++), this.hash);
    this.authenticate(ciphertext);
    return plaintext;
  }
}

/** A frame as it travels: three bytes of length, big-endian, then the data. */
export function frame(data: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(3 + data.byteLength);
  framed.writeUIntBE(data.byteLength, 0, 3);
  framed.set(data, 3);
  return framed;
}

/** Cuts the bytes of one client into frames, whatever way they were split on the wire. */
export class FrameReader {
  private pending: Buffer = NOTHING;
  private introduced = false;

  /** @throws ProtocolError when the stream does not begin as Baileys begins it */
  push(data: Buffer): Buffer[] {
    this.pending = this.pending.length === 0 ? data : Buffer.concat([this.pending, data]);
    if (!this.introduced && !this.readIntro()) return [];
    const frames: Buffer[] = [];
    while (this.pending.length >= 3) {
      const end = 3 + this.pending.readUIntBE(0, 3);
      if (this.pending.length < end) break;
      frames.push(this.pending.subarray(3, end));
      this.pending = this.pending.subarray(end);
    }
    return frames;
  }

  /** Skips `ED 00 01 len24 routingInfo` when it is there, then the four bytes of the header. */
  private readIntro(): boolean {
    let start = 0;
    if (this.pending.length >= 2 && this.pending.toString('latin1', 0, 2) === 'ED') {
      if (this.pending.length < 7) return false;
      start = 7 + this.pending.readUIntBE(4, 3);
    }
    if (this.pending.length < start + NOISE_WA_HEADER.length) return false;
    const header = this.pending.subarray(start, start + NOISE_WA_HEADER.length);
    if (!header.equals(NOISE_WA_HEADER)) throw new ProtocolError('an unknown intro header');
    this.pending = this.pending.subarray(start + NOISE_WA_HEADER.length);
    this.introduced = true;
    return true;
  }
}
