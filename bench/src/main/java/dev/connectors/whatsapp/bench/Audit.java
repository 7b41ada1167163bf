package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.bench.Conversation.Accepted;
import dev.connectors.whatsapp.bench.Conversation.Written;
import dev.connectors.whatsapp.bench.Findings.Flaw;
import dev.connectors.whatsapp.bench.Findings.Problem;
import dev.connectors.whatsapp.local.firestore.FirestoreDocument;
import dev.connectors.whatsapp.local.whatsapp.ReadMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares what was accepted and written with what contacts have read and with what the documents say: of each message there is
 * to be one, everywhere.
 */
final class Audit {
    private static final Set<String> DELIVERIES = Set.of("sent", "delivered", "read");

    private final ClientLayout layout;
    private final Map<String, FirestoreDocument> entries;
    private final Map<String, List<FirestoreDocument>> inbound;
    private final Map<Outbound, List<FirestoreDocument>> outbound;

    private record Outbound(String accountId, String waMessageId) {}

    /**
     * @param entries all outbox entries
     * @param messages all messages of both directions
     */
    Audit(ClientLayout layout, List<FirestoreDocument> entries, List<FirestoreDocument> messages) {
        this.layout = layout;
        this.entries = entries.stream().collect(Collectors.toMap(FirestoreDocument::id, Function.identity()));
        this.inbound = messages.stream()
                .filter(message -> text(message, "direction").equals("inbound"))
                .collect(Collectors.groupingBy(message -> text(message, "threadId")));
        this.outbound = messages.stream()
                .filter(message -> text(message, "direction").equals("outbound"))
                .collect(Collectors.groupingBy(
                        message -> new Outbound(text(message, "accountId"), text(message, "waMessageId"))));
    }

    private static String text(FirestoreDocument document, String field) {
        return document.text(field).orElse("(none)");
    }

    /** @param read what each contact has read from the account, in the order of reading */
    Findings outgoing(Map<Conversation, List<ReadMessage>> read) {
        var findings = Findings.NONE;
        for (var conversation : read.entrySet()) {
            findings = findings.plus(outgoing(conversation.getKey(), conversation.getValue()));
        }
        return findings;
    }

    private Findings outgoing(Conversation conversation, List<ReadMessage> read) {
        var expected = conversation.accepted().stream().map(Accepted::text).toList();
        var found = read.stream().map(Audit::words).toList();
        var ids = read.stream()
                .collect(Collectors.groupingBy(
                        Audit::words, Collectors.mapping(ReadMessage::id, Collectors.toUnmodifiableSet())));
        var problems = new ArrayList<Problem>();
        for (var message : conversation.accepted()) {
            misdocumented(conversation, message, ids.getOrDefault(message.text(), Set.of()))
                    .forEach(what -> problems.add(
                            new Problem(Flaw.MISDOCUMENTED, conversation.toString(), message.text() + " " + what)));
        }
        return Findings.compare(conversation.toString(), expected, found).plus(problems);
    }

    private static String words(ReadMessage message) {
        return message.text().orElse(message.kind());
    }

    /** @param readAs the ids under which the contact has it */
    private List<String> misdocumented(Conversation conversation, Accepted message, Set<String> readAs) {
        var entry = entries.get(message.requestId());
        if (entry == null) {
            return List.of("has no outbox entry");
        }
        var wrong = new ArrayList<String>();
        if (!text(entry, "status").equals("sent")) {
            wrong.add("is %s in the outbox".formatted(text(entry, "status")));
        }
        var id = text(entry, "waMessageId");
        if (!readAs.isEmpty() && !readAs.equals(Set.of(id))) {
            wrong.add("was given the id %s and came as %s".formatted(id, readAs));
        }
        var documents =
                outbound.getOrDefault(new Outbound(conversation.account().id(), id), List.of());
        var deliveries = documents.stream()
                .map(document -> text(document, layout.deliveryField()))
                .toList();
        if (deliveries.size() != 1 || !DELIVERIES.contains(deliveries.getFirst())) {
            wrong.add("has message documents that say " + deliveries);
        }
        return wrong;
    }

    /** How many outgoing messages have come how far, by their documents. */
    Map<String, Integer> deliveries() {
        return outbound.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(
                        document -> text(document, layout.deliveryField()), document -> 1, Integer::sum, TreeMap::new));
    }

    /** How many outgoing messages were handed to the bridge more than once: those that a fault struck on their way. */
    int triedAgain() {
        return Math.toIntExact(entries.values().stream()
                .filter(entry -> entry.fields().get("attempts") instanceof Long attempts && attempts > 1)
                .count());
    }

    /** @param conversations all there are: whatever else is documented was invented */
    Findings incoming(List<Conversation> conversations) {
        var findings = Findings.NONE;
        for (var conversation : conversations) {
            findings = findings.plus(incoming(conversation));
        }
        var threads = conversations.stream().map(this::threadId).collect(Collectors.toSet());
        return findings.plus(inbound.values().stream()
                .flatMap(List::stream)
                .filter(document -> !threads.contains(text(document, "threadId")))
                .map(document -> new Problem(Flaw.INVENTED, text(document, "threadId"), document.path()))
                .toList());
    }

    private String threadId(Conversation conversation) {
        return layout.threadId(conversation.account(), conversation.chatId());
    }

    private Findings incoming(Conversation conversation) {
        var expected = conversation.written().stream().map(Written::id).toList();
        var texts = conversation.written().stream().collect(Collectors.toMap(Written::id, Written::text));
        var documents = inbound.getOrDefault(threadId(conversation), List.of()).stream()
                // One commit takes several; they have an order by their ids' places only.
                .sorted(Comparator.comparing(FirestoreDocument::createTime)
                        .thenComparingInt(document -> expected.indexOf(text(document, "waMessageId"))))
                .toList();
        var problems = documents.stream()
                .filter(document -> Optional.ofNullable(texts.get(text(document, "waMessageId")))
                        .filter(text -> !text.equals(text(document, "body")))
                        .isPresent())
                .map(document -> new Problem(Flaw.MISDOCUMENTED, conversation.toString(), document.path()))
                .toList();
        var found = documents.stream()
                .map(document -> text(document, "waMessageId"))
                .toList();
        return Findings.compare(conversation.toString(), expected, found).plus(problems);
    }
}
