package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a phone is linked. */
public enum Pairing {
    /** The phone scans a picture. */
    @JsonProperty("QRCode")
    QR_CODE,
    /** A code of eight characters is typed on the phone. */
    @JsonProperty("PairingCode")
    PAIRING_CODE
}
