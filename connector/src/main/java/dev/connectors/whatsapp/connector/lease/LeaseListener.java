package dev.connectors.whatsapp.connector.lease;

/** Hears whether this connector may hold accounts. Must return soon: renewals wait for it. */
public interface LeaseListener {
    /** From now on it may; also after a time in which it might not, with every account that nobody took meanwhile. */
    void leaseHeld();

    /** Somebody else has taken it: no account is held any longer. */
    void leaseLost();
}
