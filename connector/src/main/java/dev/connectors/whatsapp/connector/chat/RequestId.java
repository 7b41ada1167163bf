package dev.connectors.whatsapp.connector.chat;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names one request to send, and so its outbox document. The same sender asking for the same thread with the same
 * client message id is the same request.
 *
 * @param value 40 hexadecimal digits
 */
public record RequestId(String value) {
    private static final int HEX_DIGITS = 40;
    private static final Pattern WELL_FORMED = Pattern.compile("[0-9a-f]{" + HEX_DIGITS + "}");
    /** What Baileys begins its own message ids with, and how many digits follow (generateMessageIDV2). */
    private static final String WA_PREFIX = "3EB0";

    private static final int WA_HEX_DIGITS = 18;

    /** The id that somebody gives; empty if it cannot be one. */
    public static Optional<RequestId> parse(String given) {
        return WELL_FORMED.matcher(given).matches() ? Optional.of(new RequestId(given)) : Optional.empty();
    }

    /**
     * The id of a repeatable request, the same in every layout. Lengths go into the digest, so that no two inputs read the
     * same.
     */
    public static RequestId of(String senderUid, ThreadId thread, String clientMessageId) {
        var input = new StringBuilder();
        for (var part : new String[] {senderUid, DataLayout.CANONICAL.threadId(thread), clientMessageId}) {
            input.append(part.length()).append(':').append(part);
        }
        return new RequestId(Sha256.hex(input.toString()).substring(0, HEX_DIGITS));
    }

    /** The WhatsApp id under which this request goes out, however often it is tried. */
    public WaMessageId waMessageId() {
        var digits = Sha256.hex("wa-message-id:" + value).substring(0, WA_HEX_DIGITS);
        return new WaMessageId(WA_PREFIX + digits.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return value;
    }
}
