import { hkdfSync, randomBytes } from 'node:crypto';
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  Curve,
  derivePairingCodeKey,
} from '@whiskeysockets/baileys';
import type { Connection } from './connection.js';
import { RequestError } from './errors.js';
import { userAddress } from './jids.js';
import { bytes, child, node, result, SERVER, unixSeconds, type BinaryNode } from './nodes.js';
import type { Person, Registration } from './person.js';

/** How long a companion may take to answer the phone's keys. */
const FINISH_TIMEOUT_MS = 10_000;
const NO_SALT = Buffer.alloc(0);

interface Hello {
  readonly number: string;
  readonly ref: Buffer;
  /** Salt (32), IV (16) and the companion's ephemeral key (32), encrypted with a key made from the code. */
  readonly wrappedEphemeral: Buffer;
}

function expand(input: Uint8Array, salt: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', input, salt, info, 32));
}

/** The exchange behind "link with phone number": both sides prove that they know the code that is shown. */
export class CodeExchange {
  private hello: Hello | undefined;
  private finished: ((finish: BinaryNode | RequestError) => void) | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly registration: Registration,
  ) {}

  /** The phone number that the companion wants to be linked to; undefined before it has asked. */
  get number(): string | undefined {
    return this.hello?.number;
  }

  /** Takes the companion's part of the exchange; answers whether the stanza belonged to it. */
  received(iq: BinaryNode): boolean {
    const part = child(iq, 'link_code_companion_reg');
    if (!part) return false;
    if (part.attrs['stage'] === 'companion_hello') this.receivedHello(iq, part);
    if (part.attrs['stage'] === 'companion_finish') {
      this.connection.send(result(iq));
      this.finished?.(part);
    }
    return true;
  }

  /**
   * The phone's part, once its owner has typed the code in.
   *
   * @returns the secret that a QR code would have carried
   * @throws RequestError when the code is wrong or the companion does not answer
   */
  async agree(person: Person, code: string): Promise<Buffer> {
    if (!this.hello) throw new RequestError(409, 'the companion has not asked for a pairing code');
    const { ref, wrappedEphemeral } = this.hello;
    const account = person.signal.identity;
    const companionEphemeral = aesDecryptCTR(
      wrappedEphemeral.subarray(48, 80),
      await derivePairingCodeKey(code, wrappedEphemeral.subarray(0, 32)),
      wrappedEphemeral.subarray(32, 48),
    );
    const ephemeral = Curve.generateKeyPair();
    const [salt, iv] = [randomBytes(32), randomBytes(16)];
    const key = await derivePairingCodeKey(code, salt);
    const wrapped = Buffer.concat([salt, iv, aesEncryptCTR(ephemeral.public, key, iv)]);
    const finish = await this.exchange(
      node('link_code_companion_reg', { stage: 'primary_hello' }, [
        node('link_code_pairing_ref', {}, ref),
        node('primary_identity_pub', {}, account.public),
        node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, wrapped),
      ]),
    );
    const shared = Curve.sharedKey(ephemeral.private, companionEphemeral);
    const random = this.openKeyBundle(finish, shared, account.public);
    const identityShared = Curve.sharedKey(account.private, this.registration.identityKey);
    return expand(Buffer.concat([shared, identityShared, random]), NO_SALT, 'adv_secret');
  }

  closed(): void {
    this.finished?.(new RequestError(409, 'the companion went away while the code was checked'));
  }

  private receivedHello(iq: BinaryNode, part: BinaryNode): void {
    const wrappedEphemeral = bytes(child(part, 'link_code_pairing_wrapped_companion_ephemeral_pub'));
    const address = userAddress(part.attrs['jid']);
    if (wrappedEphemeral?.length !== 80 || !address) return;
    const ref = Buffer.from(randomBytes(16).toString('base64url'));
    this.hello = { number: address.user, ref, wrappedEphemeral: Buffer.from(wrappedEphemeral) };
    this.connection.send(
      result(iq, [
        node('link_code_companion_reg', { stage: 'companion_hello' }, [
          node('link_code_pairing_ref', {}, ref),
        ]),
      ]),
    );
  }

  /** Sends the phone's keys and waits for the companion's answer. */
  private async exchange(primaryHello: BinaryNode): Promise<BinaryNode> {
    const answer = new Promise<BinaryNode | RequestError>((resolve) => (this.finished = resolve));
    const timer = setTimeout(() => {
      this.finished?.(new RequestError(409, "the companion did not answer the phone's keys within 10 s"));
    }, FINISH_TIMEOUT_MS);
    const t = String(unixSeconds());
    const attrs = { from: SERVER, id: randomBytes(4).toString('hex'), t, type: 'link_code_companion_reg' };
    this.connection.send(node('notification', attrs, [primaryHello]));
    const finish = await answer;
    clearTimeout(timer);
    this.finished = undefined;
    if (finish instanceof RequestError) throw finish;
    return finish;
  }

  /** Opens `salt (32) | iv (12) | AES-GCM(companion identity | account identity | random)`. */
  private openKeyBundle(finish: BinaryNode, shared: Buffer, accountKey: Uint8Array): Buffer {
    const bundle = bytes(child(finish, 'link_code_pairing_wrapped_key_bundle')) ?? Buffer.alloc(0);
    const key = expand(shared, bundle.subarray(0, 32), 'link_code_pairing_key_bundle_encryption_key');
    let opened: Buffer;
    try {
      opened = aesDecryptGCM(bundle.subarray(44), key, bundle.subarray(32, 44), NO_SALT);
    } catch {
      throw new RequestError(409, 'the code is wrong');
    }
    const isOurs =
      opened.length === 96 &&
      opened.subarray(0, 32).equals(this.registration.identityKey) &&
      opened.subarray(32, 64).equals(accountKey);
    if (!isOurs) throw new RequestError(409, 'the companion sent the keys of somebody else');
    return opened.subarray(64);
  }
}
