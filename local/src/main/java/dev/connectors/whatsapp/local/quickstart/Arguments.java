package dev.connectors.whatsapp.local.quickstart;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The command line.
 *
 * @param standalone without Kubernetes
 * @param check verify everything, stop, and tell by the exit status whether it held
 */
record Arguments(boolean standalone, boolean check) {
    static final String USAGE = "usage: ./quickstart [--standalone] [--check]";

    private static final String STANDALONE = "--standalone";
    private static final String CHECK = "--check";

    /** Empty when it makes no sense. */
    static Optional<Arguments> parse(String... arguments) {
        var given = List.of(arguments);
        return Set.of(STANDALONE, CHECK).containsAll(given)
                ? Optional.of(new Arguments(given.contains(STANDALONE), given.contains(CHECK)))
                : Optional.empty();
    }
}
