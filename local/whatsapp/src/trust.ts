import { Curve, DEFAULT_CONNECTION_CONFIG, WA_CERT_DETAILS, proto } from '@whiskeysockets/baileys';
import { loopbackUrl } from './loopback-url.js';

/**
 * The root of trust of every loopback server. Its private half is printed here on purpose: it proves nothing,
 * so a process that trusts it must never be able to reach anything but loopback.
 */
const TEST_ROOT = {
  private: Buffer.from('a838f162ca92aba4fb22112fe8256f12e3992504ca6bae1075ee9dba988dda71', 'hex'),
  public: Buffer.from('1c7df85f71b0421b3dfb47179379d7942d3742cfc9f55f07d41c67fcb5037335', 'hex'),
};

/**
 * Makes the Baileys of this process talk to the loopback server at this address.
 *
 * @throws NotLoopbackError for any address that is not loopback
 */
export function trustLoopback(value: string | undefined): void {
  const url = loopbackUrl(value);
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(TEST_ROOT.public);
  DEFAULT_CONNECTION_CONFIG.waWebSocketUrl = url.href;
}

/** What a server shows in its handshake: a static key and a chain of certificates up to the test root. */
export interface ServerIdentity {
  readonly staticKey: ReturnType<typeof Curve.generateKeyPair>;
  readonly certificates: Uint8Array;
}

/** A fresh static key, certified by the test root through an intermediate, as the real chain is built. */
export function makeServerIdentity(): ServerIdentity {
  const Details = proto.CertChain.NoiseCertificate.Details;
  const staticKey = Curve.generateKeyPair();
  const intermediate = Curve.generateKeyPair();
  const intermediateDetails = Details.encode({
    serial: 1,
    issuerSerial: WA_CERT_DETAILS.SERIAL,
    key: intermediate.public,
  }).finish();
  const leafDetails = Details.encode({ serial: 2, issuerSerial: 1, key: staticKey.public }).finish();
  const certificates = proto.CertChain.encode({
    intermediate: {
      details: intermediateDetails,
      signature: Curve.sign(TEST_ROOT.private, intermediateDetails),
    },
    leaf: { details: leafDetails, signature: Curve.sign(intermediate.private, leafDetails) },
  }).finish();
  return { staticKey, certificates };
}
