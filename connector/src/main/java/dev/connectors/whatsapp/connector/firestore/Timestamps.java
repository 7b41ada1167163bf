package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Between Java's time and Firestore's, which has microseconds. */
public final class Timestamps {
    private Timestamps() {}

    public static Timestamp of(Instant instant) {
        var micros = instant.truncatedTo(ChronoUnit.MICROS);
        return Timestamp.ofTimeSecondsAndNanos(micros.getEpochSecond(), micros.getNano());
    }

    public static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
