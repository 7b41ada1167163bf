package dev.connectors.whatsapp.connector.chat;

import java.nio.charset.StandardCharsets;

/**
 * Writes one part of a Firestore document id so that the id, read from the right, has one meaning: the separator
 * {@code _}, the slash that Firestore forbids, and characters that have no place in UTF-8 are percent-encoded. Jids and
 * message ids as WhatsApp makes them contain none of these and stay as they are.
 */
final class IdEncoding {
    static final char SEPARATOR = '_';

    /**
     * Firestore allows 1,500 bytes in an id. An account id has up to 128 and a message's id is made of a chat, a
     * message key of two parts, and separators: 400 for each part leaves room.
     */
    private static final int MAX_BYTES = 400;

    private IdEncoding() {}

    static String encode(String part) {
        return encode(part, "");
    }

    /** Encodes the characters of {@code alsoReserved} as well: those that separate the pieces within a part. */
    static String encode(String part, String alsoReserved) {
        var encoded = new StringBuilder(part.length() + 8);
        part.codePoints().forEach(c -> {
            if (mustEncode(c, alsoReserved)) {
                appendEncoded(encoded, c);
            } else {
                encoded.appendCodePoint(c);
            }
        });
        var id = encoded.toString();
        return id.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES ? id : shorten(id);
    }

    private static boolean mustEncode(int codePoint, String alsoReserved) {
        return codePoint == SEPARATOR
                || codePoint == '/'
                || codePoint == '%'
                || codePoint < 0x20
                || codePoint == 0x7f
                || isLoneSurrogate(codePoint)
                || alsoReserved.indexOf(codePoint) >= 0;
    }

    private static void appendEncoded(StringBuilder out, int codePoint) {
        out.append(isLoneSurrogate(codePoint) ? "%%u%04X".formatted(codePoint) : "%%%02X".formatted(codePoint));
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** A marker that encoding cannot produce, then a digest: too long a part keeps its own id. */
    private static String shorten(String encoded) {
        return "%~" + Sha256.hex(encoded);
    }
}
