package dev.connectors.whatsapp.connector.account;

/** How a phone is linked. */
public enum Pairing {
    /** It scans a picture. */
    QR_CODE,
    /** Its owner types a code of eight characters. */
    PAIRING_CODE
}
