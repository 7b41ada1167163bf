package dev.connectors.whatsapp.local.whatsapp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In what the server differs from one in good health, towards one account or all. Immutable. */
public final class Behaviour {
    private static final Behaviour NORMAL = new Behaviour(Map.of());

    private final Map<String, Object> changes;

    private Behaviour(Map<String, Object> changes) {
        this.changes = changes;
    }

    /** Changes nothing; the start of every other one. */
    public static Behaviour normal() {
        return NORMAL;
    }

    /** Messages are acknowledged, and then delivered, later: by at most 10 minutes. */
    public Behaviour delayingAcks(Duration delay) {
        return with("acks", Map.of("mode", "delay", "delayMs", delay.toMillis()));
    }

    /** Messages are answered with an error (400 to 599; 463 is the usual one) and not delivered. */
    public Behaviour refusingMessages(int errorCode) {
        return with("acks", Map.of("mode", "refuse", "errorCode", errorCode));
    }

    /** Messages are delivered and never acknowledged. */
    public Behaviour droppingAcks() {
        return with("acks", Map.of("mode", "drop", "deliverDropped", true));
    }

    /** Messages vanish: neither delivered nor acknowledged. */
    public Behaviour losingMessages() {
        return with("acks", Map.of("mode", "drop", "deliverDropped", false));
    }

    /** Contacts that read a message send no delivery receipt. */
    public Behaviour withoutDeliveryReceipts() {
        return with("receipts", Map.of("delivery", false));
    }

    /** A second login leaves the first connection open. */
    public Behaviour keepingOlderConnections() {
        return with("evictOlderConnections", false);
    }

    /** Queries are never answered. */
    public Behaviour ignoringQueries() {
        return with("answerQueries", false);
    }

    /** Connections are taken and never greeted; towards all accounts only, since nobody is known yet. */
    public Behaviour silentHandshake() {
        return with("handshake", "silent");
    }

    /** Every login is refused with a code, 400 to 599: 401 logs the device out, 403, 405 and 503 do not. */
    public Behaviour refusingLogins(int code) {
        return with("login", Map.of("failure", code));
    }

    Map<String, Object> toJson() {
        return changes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Behaviour behaviour && changes.equals(behaviour.changes);
    }

    @Override
    public int hashCode() {
        return changes.hashCode();
    }

    @Override
    public String toString() {
        return "Behaviour" + changes;
    }

    private Behaviour with(String name, Object value) {
        var more = new LinkedHashMap<>(changes);
        more.put(name, value);
        return new Behaviour(more);
    }
}
