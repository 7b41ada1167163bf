package dev.connectors.whatsapp.bench;

/**
 * A number that can be chosen on the command line.
 *
 * @param name with its dashes, such as {@code --seconds}
 * @param standard where it is not given
 * @param meaning for the help
 */
record Option(String name, int standard, String meaning) {
    static final Option SECONDS = new Option("--seconds", 60, "how long is measured");
    static final Option WARM_UP = new Option("--warm-up", 15, "seconds under the same load before that");
    static final Option ACCOUNTS = new Option("--accounts", 30, "accounts on the one connector");
}
