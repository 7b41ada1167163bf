package dev.connectors.whatsapp.connector.web;

import java.time.Duration;

/** The caller asks more often than one may; nothing was done. */
final class TooManyRequestsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    TooManyRequestsException(int perMinute, Duration retryAfter) {
        super("at most " + perMinute + " requests a minute");
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
