import { createHmac, randomBytes } from 'node:crypto';
import { Curve, proto, WA_ADV_ACCOUNT_SIG_PREFIX, WA_ADV_DEVICE_SIG_PREFIX } from '@whiskeysockets/baileys';
import { isSignedBy } from './bundles.js';
import type { Connection } from './connection.js';
import type { Device } from './device.js';
import { RequestError } from './errors.js';
import { lidJid, pnJid } from './jids.js';
import { bytes, child, node, result, SERVER, uint, type BinaryNode } from './nodes.js';
import { CodeExchange } from './pairing-code.js';
import type { Person, Registration } from './person.js';
import { verifyXeddsa } from './xeddsa.js';

/** How many QR codes Baileys can show on one connection. */
const REFS = 6;
/** How long a companion may take to answer pair-success. */
const LINK_TIMEOUT_MS = 10_000;
const PAIR_SUCCESS_ID = 'pair-success';

/** The content of a QR code. */
export interface QrCode {
  readonly ref: string;
  readonly noiseKey: Buffer;
  readonly identityKey: Buffer;
  readonly advSecret: Buffer;
}

/** Reads `[https://…#]ref,noise,identity,advSecret[,platform]`. @throws RequestError when it is no such code */
export function parseQr(content: string): QrCode {
  const [ref = '', noise = '', identity = '', adv = ''] = content.slice(content.indexOf('#') + 1).split(',');
  const [noiseKey, identityKey, advSecret] = [noise, identity, adv].map((part) =>
    Buffer.from(part, 'base64'),
  );
  if (ref === '' || noiseKey?.length !== 32 || identityKey?.length !== 32 || advSecret?.length !== 32) {
    throw new RequestError(400, 'the QR content is not ref,noise key,identity key,adv secret[,platform]');
  }
  return { ref, noiseKey, identityKey, advSecret };
}

/** Reads what an unlinked client registers with; undefined when a part is missing or not signed by its key. */
export function readRegistration(noiseKey: Buffer, payload: proto.IClientPayload): Registration | undefined {
  const data = payload.devicePairingData;
  if (!data?.eIdent || !data.eRegid || !data.eSkeyId || !data.eSkeyVal || !data.eSkeySig) return undefined;
  const identityKey = Buffer.from(data.eIdent);
  const signedPreKey = {
    id: uint(Buffer.from(data.eSkeyId)) ?? 0,
    publicKey: Buffer.from(data.eSkeyVal),
    signature: Buffer.from(data.eSkeySig),
  };
  if (identityKey.length !== 32 || !isSignedBy(identityKey, signedPreKey)) return undefined;
  return { noiseKey, identityKey, registrationId: uint(Buffer.from(data.eRegid)) ?? 0, signedPreKey };
}

interface Attempt {
  readonly person: Person;
  readonly deviceId: number;
  readonly details: Uint8Array;
  readonly settle: (outcome: Device | RequestError) => void;
}

/** One unlinked connection: it offers refs, and a phone that scans one of them links it. */
export class Linking {
  readonly refs = Array.from({ length: REFS }, () => `2@${randomBytes(24).toString('base64url')}`);
  /** The other way to link: by a code that the owner types in. */
  readonly code: CodeExchange;
  private attempt: Attempt | undefined;

  constructor(
    readonly connection: Connection,
    readonly registration: Registration,
  ) {
    this.code = new CodeExchange(connection, registration);
  }

  /** Shows the refs that the client makes its QR codes from. */
  offer(): void {
    const refs = this.refs.map((ref) => node('ref', {}, Buffer.from(ref)));
    this.connection.send(
      node('iq', { from: SERVER, type: 'set', id: 'pair-device' }, [node('pair-device', {}, refs)]),
    );
  }

  /**
   * The phone has scanned the code: signs the companion into the account.
   *
   * @returns the linked device, once the companion has signed too
   * @throws RequestError when the companion does not follow
   */
  async link(person: Person, advSecret: Uint8Array): Promise<Device> {
    if (this.attempt) throw new RequestError(409, 'this companion is being linked already');
    const deviceId = person.reserveDeviceId();
    const account = person.signal.identity;
    const details = proto.ADVDeviceIdentity.encode({
      rawId: randomBytes(4).readUInt32BE(),
      timestamp: Math.floor(Date.now() / 1000),
      keyIndex: deviceId,
      accountType: proto.ADVEncryptionType.E2EE,
      deviceType: proto.ADVEncryptionType.E2EE,
    }).finish();
    const signed = proto.ADVSignedDeviceIdentity.encode({
      details,
      accountSignatureKey: account.public,
      accountSignature: Curve.sign(
        account.private,
        Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, this.registration.identityKey]),
      ),
    }).finish();
    const wrapped = proto.ADVSignedDeviceIdentityHMAC.encode({
      details: signed,
      hmac: createHmac('sha256', advSecret).update(signed).digest(),
    }).finish();
    const outcome = new Promise<Device | RequestError>((settle) => {
      this.attempt = { person, deviceId, details, settle };
    });
    const timer = setTimeout(() => {
      this.attempt?.settle(new RequestError(409, 'the companion did not answer pair-success within 10 s'));
    }, LINK_TIMEOUT_MS);
    this.connection.send(
      node('iq', { from: SERVER, type: 'set', id: PAIR_SUCCESS_ID }, [
        node('pair-success', {}, [
          node('device-identity', {}, wrapped),
          node('device', { jid: pnJid(person.number, deviceId), lid: lidJid(person.lidUser, deviceId) }),
          node('platform', { name: 'android' }),
        ]),
      ]),
    );
    try {
      const linked = await outcome;
      if (linked instanceof RequestError) throw linked;
      return linked;
    } finally {
      clearTimeout(timer);
      this.attempt = undefined;
    }
  }

  /** Takes the companion's part of a pairing, by code or by QR; answers its pings, ignores the rest. */
  received(stanza: BinaryNode): void {
    if (this.code.received(stanza)) return;
    if (stanza.tag === 'iq' && stanza.attrs['xmlns'] === 'w:p') this.connection.send(result(stanza));
    if (stanza.tag !== 'iq' || stanza.attrs['id'] !== PAIR_SUCCESS_ID || !this.attempt) return;
    const { person, deviceId, details, settle } = this.attempt;
    const identity = bytes(child(child(stanza, 'pair-device-sign'), 'device-identity'));
    if (!identity) {
      settle(new RequestError(409, 'the companion answered pair-success without a signed identity'));
      return;
    }
    const { deviceSignature } = proto.ADVSignedDeviceIdentity.decode(identity);
    const { identityKey } = this.registration;
    const signedBytes = Buffer.concat([
      WA_ADV_DEVICE_SIG_PREFIX,
      details,
      identityKey,
      person.signal.identity.public,
    ]);
    if (!deviceSignature || !verifyXeddsa(identityKey, signedBytes, deviceSignature)) {
      settle(new RequestError(409, "the companion's device signature is wrong"));
      return;
    }
    settle(person.link(deviceId, this.registration));
    // The real server makes a companion log in anew right after it was linked.
    this.connection.closeWith(515);
  }

  closed(): void {
    this.code.closed();
    this.attempt?.settle(new RequestError(409, 'the companion went away while it was being linked'));
  }
}
