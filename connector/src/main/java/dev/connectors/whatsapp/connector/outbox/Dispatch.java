package dev.connectors.whatsapp.connector.outbox;

/** Sends what is claimed. */
interface Dispatch {
    /** Returns at once; the claim is in flight from now on. */
    void start(Claim claim);
}
