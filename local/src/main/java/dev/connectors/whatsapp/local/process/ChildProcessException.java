package dev.connectors.whatsapp.local.process;

import java.io.Serial;

/** A child process did not start, did not become ready, or did not end. The message shows the end of its log. */
public final class ChildProcessException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ChildProcessException(String message) {
        super(message);
    }

    ChildProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
