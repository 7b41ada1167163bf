package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads documents for people to look at: what is missing, or is not of the kind it should be, is left out. */
public final class Fields {
    private final DocumentSnapshot document;

    public Fields(DocumentSnapshot document) {
        this.document = document;
    }

    public String id() {
        return document.getId();
    }

    public Optional<String> text(String field) {
        return document.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    public List<String> texts(String field) {
        return document.get(field) instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    public Optional<Instant> time(String field) {
        return document.get(field) instanceof Timestamp at ? Optional.of(Timestamps.instant(at)) : Optional.empty();
    }

    /** 0 where there is none. */
    public long number(String field) {
        return document.get(field) instanceof Number number ? number.longValue() : 0;
    }

    public boolean isTrue(String field) {
        return Boolean.TRUE.equals(document.get(field));
    }
}
