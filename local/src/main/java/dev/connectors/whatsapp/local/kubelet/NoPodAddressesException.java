package dev.connectors.whatsapp.local.kubelet;

import java.io.Serial;

/** This machine has no addresses for pods. The message tells how it gets them. */
public final class NoPodAddressesException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NoPodAddressesException() {
        super(
                "No address of 127/8 but 127.0.0.1 can be used, and every pod needs one of its own. Linux has them all; on"
                        + " macOS make them by: sudo ifconfig lo0 alias 127.1.0.1 (and so on, and 127.1.255.254)");
    }
}
