package dev.connectors.whatsapp.connector.chat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far an outgoing message has come. It only moves forward: queued → sent → delivered → read; or it fails. */
public enum Delivery {
    QUEUED(0),
    FAILED(1),
    SENT(2),
    DELIVERED(3),
    READ(4);

    private final int rank;

    Delivery(int rank) {
        this.rank = rank;
    }

    /** As it stands in the message's {@code delivery}. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for anything that is not one of the values of {@link #field()}. */
    public static Optional<Delivery> fromField(@Nullable Object value) {
        return Arrays.stream(values()).filter(d -> d.field().equals(value)).findFirst();
    }

    /**
     * Whether {@code next} is news. A message that counts as failed and is then receipted did go out: the receipt is
     * right.
     */
    public boolean advancesTo(Delivery next) {
        return next.rank > rank;
    }
}
