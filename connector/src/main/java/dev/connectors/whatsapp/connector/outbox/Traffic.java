package dev.connectors.whatsapp.connector.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much has gone out lately. A listener hears of each entry that comes and goes, which is right for a few and costs more
 * than it is worth for many: then a look now and again is cheaper.
 */
final class Traffic {
    private static final Duration LATELY = Duration.ofSeconds(1);
    /** Messages from which on it is busy; an emulator bears about twice as many with a listener. */
    static final int BUSY = 10;

    /** The moments of the latest claims, no more of them than it takes to be busy. */
    private final Deque<Instant> claims = new ArrayDeque<>();

    synchronized void claimed(int entries, Instant now) {
        for (var i = 0; i < Math.min(entries, BUSY); i++) {
            claims.addLast(now);
            if (claims.size() > BUSY) {
                claims.removeFirst();
            }
        }
    }

    /** What went out is no longer lately: the clock went back. */
    synchronized void forget() {
        claims.clear();
    }

    synchronized boolean isBusy(Instant now) {
        return claims.size() == BUSY && claims.getFirst().plus(LATELY).isAfter(now);
    }
}
