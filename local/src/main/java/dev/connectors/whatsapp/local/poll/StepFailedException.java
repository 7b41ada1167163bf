package dev.connectors.whatsapp.local.poll;

import java.io.Serial;

/** Something that should have happened did not. */
public final class StepFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String seen;

    public StepFailedException(String expected, String seen) {
        super("Expected %s; seen: %s".formatted(expected, seen));
        this.expected = expected;
        this.seen = seen;
    }

    public String expected() {
        return expected;
    }

    public String seen() {
        return seen;
    }

    /** Throws when it does not hold. */
    public static void verify(boolean holds, String expected, Object seen) {
        if (!holds) {
            throw new StepFailedException(expected, String.valueOf(seen));
        }
    }
}
