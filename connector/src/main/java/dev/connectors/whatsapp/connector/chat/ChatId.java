package dev.connectors.whatsapp.connector.chat;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A chat as WhatsApp names it (a jid without device part): a person by phone number or by LID, or a group.
 *
 * @param jid for example {@code 40712345678@s.whatsapp.net}, {@code 123456789@lid}, {@code 120363041234567890@g.us}
 */
public record ChatId(String jid) {
    private static final String PHONE_SERVER = "@s.whatsapp.net";
    private static final Pattern SPACING = Pattern.compile("[\\s().\\-\\u00a0]");
    /** E.164: at most 15 digits, a country code never begins with 0; no number in use is shorter than 7. */
    private static final Pattern PHONE_NUMBER = Pattern.compile("\\+?([1-9][0-9]{6,14})");

    private static final Pattern LID = Pattern.compile("[0-9]{1,20}@lid");
    private static final Pattern GROUP = Pattern.compile("[0-9]{1,24}(-[0-9]{1,24})?@g\\.us");

    /**
     * Reads a recipient as people and client applications write it: {@code 40712345678}, {@code +40712345678},
     * {@code +40 712 345 678}, each also with {@code @s.whatsapp.net} behind it, or the jid of a LID or a group. All
     * spellings of a number are one chat.
     *
     * @throws IllegalArgumentException if it is none of these; the message says what would be right
     */
    public static ChatId parse(String recipient) {
        var text = recipient.strip();
        if (LID.matcher(text).matches() || GROUP.matcher(text).matches()) {
            return new ChatId(text);
        }
        var user = text.endsWith(PHONE_SERVER) ? text.substring(0, text.length() - PHONE_SERVER.length()) : text;
        var number = PHONE_NUMBER.matcher(SPACING.matcher(user).replaceAll(""));
        if (!number.matches()) {
            throw new IllegalArgumentException("must be a phone number with its country code, such as +40712345678,"
                    + " or the jid of a contact or group");
        }
        return new ChatId(number.group(1) + PHONE_SERVER);
    }

    /** The phone number in digits, if this chat is named by one. */
    public Optional<String> phoneNumber() {
        return jid.endsWith(PHONE_SERVER)
                ? Optional.of(jid.substring(0, jid.length() - PHONE_SERVER.length()))
                : Optional.empty();
    }

    /** Whether this is a person under the name that WhatsApp gave them in place of their number. */
    public boolean isLid() {
        return jid.endsWith("@lid");
    }

    public boolean isGroup() {
        return jid.endsWith("@g.us");
    }

    /** Masks the number: safe for logs. */
    @Override
    public String toString() {
        var at = jid.indexOf('@');
        return at < 0 ? "****" : PhoneNumber.mask(jid.substring(0, at)) + jid.substring(at);
    }
}
