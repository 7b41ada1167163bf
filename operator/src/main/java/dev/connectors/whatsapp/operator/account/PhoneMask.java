package dev.connectors.whatsapp.operator.account;

/** Leaves enough of a number to recognise it and too little to call it: {@code +407****97}. */
final class PhoneMask {
    private static final int SHORTEST = 8;
    private static final int SHOWN_AT_THE_FRONT = 4;
    private static final int SHOWN_AT_THE_END = 2;

    private PhoneMask() {}

    /** Masks a number as the connector does in its answers. */
    static String of(String phone) {
        return phone.length() < SHORTEST
                ? "+****"
                : phone.substring(0, SHOWN_AT_THE_FRONT) + "****" + phone.substring(phone.length() - SHOWN_AT_THE_END);
    }
}
