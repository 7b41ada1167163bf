package dev.connectors.whatsapp.connector.config;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a token must say for its bearer to have a role: a claim that has this value or, being a list, contains it.
 *
 * @param claim the name of the claim
 * @param value what it says; {@code true} as a word or as a JSON boolean is the same
 */
public record ClaimRule(String claim, String value) {
    private static final Pattern WRITTEN = Pattern.compile("([^=\\s]+)(?:=([^=\\s]+))?");

    /** Reads {@code claim=value}, or {@code claim} alone for one that is {@code true}; empty if it is neither. */
    public static Optional<ClaimRule> parse(String text) {
        var written = WRITTEN.matcher(text);
        return written.matches()
                ? Optional.of(new ClaimRule(
                        written.group(1), Optional.ofNullable(written.group(2)).orElse("true")))
                : Optional.empty();
    }

    /** Whether these claims of a token fulfil it. */
    public boolean isMetBy(Map<String, Object> claims) {
        return claims.get(claim) instanceof Collection<?> values
                ? values.stream().anyMatch(this::isValue)
                : isValue(claims.get(claim));
    }

    private boolean isValue(@Nullable Object said) {
        return (said instanceof String || said instanceof Boolean) && value.equals(said.toString());
    }
}
