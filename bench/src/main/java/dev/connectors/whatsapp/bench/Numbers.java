package dev.connectors.whatsapp.bench;

import java.util.List;
import java.util.stream.IntStream;

/** Phone numbers, which the WhatsApp on loopback gives to whoever is mentioned. */
final class Numbers {
    static final String CONTACTS = "4079900";
    static final String BARE_ACCOUNTS = "4071200";

    private static final String ACCOUNTS = "4071100";

    private Numbers() {}

    static String contact(int index) {
        return number(CONTACTS, index);
    }

    static List<String> accounts(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> number(ACCOUNTS, index))
                .toList();
    }

    static String number(String prefix, int index) {
        return "%s%04d".formatted(prefix, index);
    }
}
