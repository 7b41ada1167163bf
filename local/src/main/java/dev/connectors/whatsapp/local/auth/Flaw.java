package dev.connectors.whatsapp.local.auth;

/** What can be wrong with a token that looks right otherwise. */
public enum Flaw {
    /** Its hour is over. */
    EXPIRED,
    /** Issued in an hour from now. */
    NOT_YET_ISSUED,
    /** Made for another project. */
    WRONG_AUDIENCE,
    /** Signed with our key, but in the name of another issuer. */
    WRONG_ISSUER,
    /** Signed with another key under the id of ours. */
    FOREIGN_KEY,
    /** Changed after it was signed: the signature is that of another payload. */
    TAMPERED,
    /** Algorithm {@code none}: no signature at all, which the Auth emulator's tokens look like. */
    UNSIGNED
}
