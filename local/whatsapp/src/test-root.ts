import type { DEFAULT_CONNECTION_CONFIG, WA_CERT_DETAILS } from '@whiskeysockets/baileys';
import { loopbackUrl } from './loopback-url.js';

/**
 * The root of trust of every loopback server. Its private half is printed here on purpose: it proves nothing,
 * so a process that trusts it must never be able to reach anything but loopback.
 */
export const TEST_ROOT = {
  private: Buffer.from('a838f162ca92aba4fb22112fe8256f12e3992504ca6bae1075ee9dba988dda71', 'hex'),
  public: Buffer.from('1c7df85f71b0421b3dfb47179379d7942d3742cfc9f55f07d41c67fcb5037335', 'hex'),
};

/** What of an instance of Baileys decides where it connects and whom it trusts. */
export interface Defaults {
  readonly DEFAULT_CONNECTION_CONFIG: typeof DEFAULT_CONNECTION_CONFIG;
  readonly WA_CERT_DETAILS: typeof WA_CERT_DETAILS;
}

/**
 * Makes this instance of Baileys talk to the loopback server at this address.
 *
 * @throws NotLoopbackError for any address that is not loopback
 */
export function trustTestRoot(baileys: Defaults, value: string | undefined): void {
  const url = loopbackUrl(value);
  baileys.WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(TEST_ROOT.public);
  baileys.DEFAULT_CONNECTION_CONFIG.waWebSocketUrl = url.href;
}
