package dev.connectors.whatsapp.local.poll;

import java.util.Optional;

/**
 * One look at something that is awaited.
 *
 * @param result what was awaited, once it is there
 * @param seen what there is instead
 */
public record Look<T>(Optional<T> result, String seen) {
    public static <T> Look<T> done(T result) {
        return new Look<>(Optional.of(result), "");
    }

    public static <T> Look<T> notYet(String seen) {
        return new Look<>(Optional.empty(), seen);
    }
}
