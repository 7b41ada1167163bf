import { messageOf } from './errors.js';
import type { NewEvent } from './journal.js';

export interface LinkingParts {
  /** Digits of the phone that gets a code; undefined for a QR. */
  readonly pairingPhoneNumber: string | undefined;
  readonly requestCode: (phoneNumber: string) => Promise<string>;
  /** Whether a code that has arrived is still of use. */
  readonly isAwaited: () => boolean;
  readonly onOffered: (event: NewEvent['event']) => void;
  readonly onFailure: (reason: string) => void;
}

/** By what a phone can be linked to a connection whose session is not: a QR that changes, or a code. */
export class Linking {
  #qr = '';
  #code = '';
  #isCodeAskedFor = false;

  constructor(private readonly parts: LinkingParts) {}

  get qr(): string {
    return this.#qr;
  }

  get code(): string {
    return this.#code;
  }

  /** Baileys has another QR; the first one says that the time for a code has come, too. */
  offer(qr: string): void {
    const { pairingPhoneNumber, onOffered } = this.parts;
    if (pairingPhoneNumber === undefined) {
      this.#qr = qr;
      onOffered({ case: 'qrCode', value: { $typeName: 'whatsapp.bridge.v1.QrCode', content: qr } });
    } else if (!this.#isCodeAskedFor) {
      this.#isCodeAskedFor = true;
      void this.#askForCode(pairingPhoneNumber);
    }
  }

  /**
   * The code goes into the credentials before anybody has typed it. They are still those of a session that is not
   * linked: when the connection drops, the next one begins with fresh ones and another code.
   */
  async #askForCode(phoneNumber: string): Promise<void> {
    const { requestCode, isAwaited, onOffered, onFailure } = this.parts;
    try {
      const code = await requestCode(phoneNumber);
      if (!isAwaited()) return;
      this.#code = code;
      onOffered({ case: 'pairingCode', value: { $typeName: 'whatsapp.bridge.v1.PairingCode', code } });
    } catch (error) {
      onFailure(`no pairing code could be asked for: ${messageOf(error)}`);
    }
  }
}
