package dev.connectors.whatsapp.operator.assignment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Names one WhatsApp account, in Firestore and everywhere else.
 *
 * @param value 1 to 128 characters of {@code A-Z a-z 0-9 . _ -}, beginning with a letter or digit
 */
public record AccountId(@JsonValue String value) implements Comparable<AccountId> {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException if the value is not a legal account id; the message says what is
     */
    @JsonCreator
    public AccountId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("an account id has 1 to 128 characters of A-Z a-z 0-9 . _ - and begins"
                    + " with a letter or digit, but this is \"" + value + "\"");
        }
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
