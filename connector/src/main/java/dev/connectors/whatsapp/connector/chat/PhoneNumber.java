package dev.connectors.whatsapp.connector.chat;

/**
 * An E.164 phone number.
 *
 * @param digits country code and number, without the plus sign
 */
public record PhoneNumber(String digits) {

    /**
     * Reads a number as people write it.
     *
     * @throws IllegalArgumentException if this is no phone number with its country code
     */
    public static PhoneNumber parse(String text) {
        return new PhoneNumber(ChatId.parse(text)
                .phoneNumber()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be a phone number with its country code, such as +40712345678")));
    }

    /** Leaves enough to recognise a number and too little to call it: {@code +407****97}. */
    public String masked() {
        return "+" + mask(digits);
    }

    static String mask(String digits) {
        return digits.length() < 7 ? "****" : digits.substring(0, 3) + "****" + digits.substring(digits.length() - 2);
    }

    /** Masked: safe for logs. */
    @Override
    public String toString() {
        return masked();
    }
}
