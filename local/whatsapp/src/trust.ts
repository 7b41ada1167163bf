import { Curve, DEFAULT_CONNECTION_CONFIG, WA_CERT_DETAILS, proto } from '@whiskeysockets/baileys';
import { TEST_ROOT, trustTestRoot } from './test-root.js';

/**
 * Makes the Baileys of this process talk to the loopback server at this address.
 *
 * @throws NotLoopbackError for any address that is not loopback
 */
export function trustLoopback(value: string | undefined): void {
  trustTestRoot({ DEFAULT_CONNECTION_CONFIG, WA_CERT_DETAILS }, value);
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
