package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A place in a list that is ordered by a time and then by document id.
 *
 * @param at the time of the last document that was read
 * @param id that document's
 */
public record Cursor(Timestamp at, String id) {
    private static final String REMEDY = "must be the nextPageToken of an answer";
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,11})\\.([0-9]{1,9}):([^/]{1,1500})");

    /** For whoever is to ask for the next page; it means nothing to them. */
    public String token() {
        var text = at.getSeconds() + "." + at.getNanos() + ":" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What {@link #token} wrote.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Cursor parse(String token) {
        var written = WRITTEN.matcher(decoded(token));
        if (!written.matches()) {
            throw new IllegalArgumentException(REMEDY);
        }
        return new Cursor(
                Timestamp.ofTimeSecondsAndNanos(Long.parseLong(written.group(1)), Integer.parseInt(written.group(2))),
                written.group(3));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw new IllegalArgumentException(REMEDY, notEncoded);
        }
    }
}
