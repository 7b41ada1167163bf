package dev.connectors.whatsapp.connector.account;

import java.util.Optional;

/**
 * By what a phone can be linked to an account just now: a picture, a code, or neither.
 *
 * @param qrDataUrl a PNG as data URL
 * @param pairingCode eight characters to type on the phone
 */
public record Linking(Optional<String> qrDataUrl, Optional<String> pairingCode) {
    public boolean isPossible() {
        return qrDataUrl.isPresent() || pairingCode.isPresent();
    }
}
