package dev.connectors.whatsapp.local.quickstart;

import java.util.List;

/**
 * Something to try by hand.
 *
 * @param title what it does
 * @param lines of a command
 */
record Hint(String title, List<String> lines) {
    Hint(String title, String... lines) {
        this(title, List.of(lines));
    }
}
