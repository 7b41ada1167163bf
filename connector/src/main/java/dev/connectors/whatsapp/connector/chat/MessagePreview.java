package dev.connectors.whatsapp.connector.chat;

/** What a list of threads shows of a message. */
public final class MessagePreview {
    /** Characters; about two lines on a phone. */
    private static final int MAX_LENGTH = 120;

    private MessagePreview() {}

    /** The beginning of the text, cut between characters. */
    public static String of(String body) {
        if (body.codePointCount(0, body.length()) <= MAX_LENGTH) {
            return body;
        }
        return body.substring(0, body.offsetByCodePoints(0, MAX_LENGTH - 1)) + "…";
    }
}
