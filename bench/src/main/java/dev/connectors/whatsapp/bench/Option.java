package dev.connectors.whatsapp.bench;

import java.util.List;

/**
 * What can be chosen on the command line: a number, or one of some words.
 *
 * @param name with its dashes, such as {@code --seconds}
 * @param standard where it is not given; of words, the place in their list
 * @param words that can be chosen; none for a number
 * @param meaning for the help
 */
record Option(String name, int standard, List<String> words, String meaning) {
    static final Option SECONDS = new Option("--seconds", 60, "how long is measured");
    static final Option WARM_UP = new Option("--warm-up", 15, "seconds under the same load before that");
    static final Option ACCOUNTS = new Option("--accounts", 30, "accounts on the one connector");

    Option {
        words = List.copyOf(words);
    }

    /** A number. */
    Option(String name, int standard, String meaning) {
        this(name, standard, List.of(), meaning);
    }

    /** One of some words, the first where none is given. */
    Option(String name, List<String> words, String meaning) {
        this(name, 0, words, meaning);
    }

    /** As it is written on the command line. */
    String written(int value) {
        return words.isEmpty() ? String.valueOf(value) : words.get(value);
    }

    /**
     * Reads what is written on the command line.
     *
     * @throws IllegalArgumentException with what is wrong with it
     */
    int read(String written) {
        if (words.isEmpty() && written.matches("[0-9]{1,7}")) {
            return Integer.parseInt(written);
        }
        if (words.contains(written)) {
            return words.indexOf(written);
        }
        throw new IllegalArgumentException("%s needs %s, not \"%s\""
                .formatted(name, words.isEmpty() ? "a number" : String.join(" or ", words), written));
    }
}
