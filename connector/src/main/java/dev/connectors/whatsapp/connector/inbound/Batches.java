package dev.connectors.whatsapp.connector.inbound;

import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ChatEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.InboundMessage;
import dev.connectors.whatsapp.connector.bridge.Content;
import java.util.ArrayList;
import java.util.List;

/** Divides events, in their order, so that what each part writes fits into one commit. Pure. */
final class Batches {
    /** A commit has at most 10 MiB; half of it leaves room for names, indexes and what was there before. */
    static final int MAX_BYTES = 5 << 20;

    /** The fields that every message has. */
    private static final int BASE_BYTES = 4 << 10;

    private Batches() {}

    static List<List<ChatEvent>> of(List<ChatEvent> events) {
        var batches = new ArrayList<List<ChatEvent>>();
        var bytes = 0L;
        for (var event : events) {
            bytes += bytes(event);
            if (batches.isEmpty() || bytes > MAX_BYTES) {
                batches.add(new ArrayList<>());
                bytes = bytes(event);
            }
            batches.getLast().add(event);
        }
        return batches;
    }

    private static long bytes(ChatEvent event) {
        return BASE_BYTES
                + (event instanceof InboundMessage message ? kept(message.raw().size()) + bytes(message.content()) : 0);
    }

    /** In UTF-8 a character of Java has three bytes at most. */
    private static long bytes(Content content) {
        return switch (content) {
            case Content.Unsupported unsupported -> kept(unsupported.raw().size());
            case Content.Contacts contacts ->
                contacts.cards().stream()
                        .mapToLong(card ->
                                3L * (card.vcard().length() + card.displayName().length()))
                        .sum();
            // Its words are written twice: as its own, and in place of the target's.
            case Content.Edit edit -> 2 * bytes(edit.replacement());
            default ->
                MessageDocument.words(content).map(words -> 3L * words.length()).orElse(0L);
        };
    }

    private static long kept(int rawBytes) {
        return rawBytes <= MessageDocument.MAX_RAW_BYTES ? rawBytes : 0;
    }
}
