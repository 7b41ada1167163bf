package dev.connectors.whatsapp.local.whatsapp;

/** How a contact's message names its author. */
public enum Addressing {
    /** By hidden id, with the phone number beside it: what WhatsApp does today. */
    LID("lid"),
    /** By phone number. */
    PHONE_NUMBER("pn"),
    /** By hidden id alone: the reader has to know, or ask for, the number. */
    LID_ONLY("lid-only");

    private final String wire;

    Addressing(String wire) {
        this.wire = wire;
    }

    String wire() {
        return wire;
    }
}
