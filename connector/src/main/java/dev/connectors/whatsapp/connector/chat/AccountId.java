package dev.connectors.whatsapp.connector.chat;

import java.util.regex.Pattern;

/**
 * Names one WhatsApp account. Client applications build thread ids by putting it, as it is, in front of a chat, so it
 * is never encoded; instead its characters are limited when it is made.
 *
 * @param value 1 to 128 characters of {@code A-Z a-z 0-9 . _ -}, beginning with a letter or digit
 */
public record AccountId(String value) implements Comparable<AccountId> {
    /** Hexadecimal digits that fill a long. */
    private static final int HASH_DIGITS = 16;

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException if the value is not a legal account id; the message says what is
     */
    public AccountId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("an account id has 1 to 128 characters of A-Z a-z 0-9 . _ - and begins"
                    + " with a letter or digit, but this is \"" + value + "\"");
        }
    }

    /** Whether this can be an account's id. */
    public static boolean isValid(String text) {
        return VALID.matcher(text).matches();
    }

    /**
     * Which of so many instances has the account, from 0: the same one in every version, so that sessions stay where they are.
     *
     * @param shards how many there are
     */
    public int shard(int shards) {
        var first = Long.parseUnsignedLong(Sha256.hex(value).substring(0, HASH_DIGITS), 16);
        return (int) Long.remainderUnsigned(first, shards);
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
