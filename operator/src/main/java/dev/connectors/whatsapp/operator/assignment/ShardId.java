package dev.connectors.whatsapp.operator.assignment;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names one shard of a namespace.
 *
 * @param pool name of its pool
 * @param ordinal its number in the pool, from 0 on
 */
public record ShardId(String pool, int ordinal) implements Comparable<ShardId> {
    private static final Pattern NAME = Pattern.compile("whatsapp-([a-z](?:[-a-z0-9]*[a-z0-9])?)-([0-9]{1,6})");
    private static final Comparator<ShardId> ORDER =
            Comparator.comparing(ShardId::pool).thenComparingInt(ShardId::ordinal);

    /** The name of the shard's StatefulSet, ConfigMap and volume claim: {@code whatsapp-default-0}. */
    public String name() {
        return "whatsapp-" + pool + "-" + ordinal;
    }

    /** The shard that has this name; empty if no shard has. */
    public static Optional<ShardId> parse(String name) {
        var match = NAME.matcher(name);
        return match.matches()
                ? Optional.of(new ShardId(match.group(1), Integer.parseInt(match.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(ShardId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name();
    }
}
