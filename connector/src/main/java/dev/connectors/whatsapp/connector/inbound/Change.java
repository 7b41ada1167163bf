package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.bridge.Content;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Delivery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an event does to a message that is there already, or to one that is still on its way: then it waits with the message's
 * dedupe record. Pure: from the message's fields to those that change, none where it is no news. Changes of one message may
 * come in any order; the latest by its own time wins, among equals the one that came last.
 */
sealed interface Change {
    /** Who wrote, where it was the account's owner: on which name they have nobody agrees. */
    String OURSELVES = "me";

    /** When it happened. */
    Timestamp at();

    /** What changes in a message with these fields. */
    Map<String, Object> on(Map<String, Object> message, String deliveryField);

    /** As it waits. */
    Map<String, Object> fields();

    /** Somebody reacts, or takes a reaction back by an empty one. */
    record Reaction(List<String> author, String emoji, Timestamp at) implements Change {
        @Override
        public Map<String, Object> on(Map<String, Object> message, String deliveryField) {
            return PerPerson.put(message, "reactions", author, Map.of("emoji", emoji, "at", at), this::isNews);
        }

        private boolean isNews(Map<String, Object> present) {
            return !isLater(present.get("at"), at);
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("type", "reaction", "author", author, "emoji", emoji, "at", at);
        }
    }

    /**
     * The author says something else.
     *
     * @param body empty when the new content has no words here
     */
    record Edit(Optional<String> body, Timestamp at) implements Change {
        @Override
        public Map<String, Object> on(Map<String, Object> message, String deliveryField) {
            if (isLater(message.get("editedAt"), at)) {
                return Map.of();
            }
            var fields = new HashMap<String, Object>();
            fields.put("editedAt", at);
            body.ifPresent(text -> fields.put("body", text));
            return fields;
        }

        @Override
        public Map<String, Object> fields() {
            var fields = new HashMap<String, Object>(Map.of("type", "edit", "at", at));
            body.ifPresent(text -> fields.put("body", text));
            return fields;
        }
    }

    /** It is deleted for everyone. What it said stays: the account's owner received it. */
    record Deletion(Timestamp at) implements Change {
        @Override
        public Map<String, Object> on(Map<String, Object> message, String deliveryField) {
            var isNews = !(message.get("deletedAt") instanceof Timestamp present) || at.compareTo(present) < 0;
            return isNews ? Map.of("deletedAt", at) : Map.of();
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("type", "deletion", "at", at);
        }
    }

    /**
     * A recipient has got or read it. In a group each member counts for itself and the message goes by the first: who was
     * a member when it was sent is not known.
     *
     * @param participant the names of the member, none outside groups
     */
    record Receipt(List<String> participant, Delivery delivery, Timestamp at) implements Change {
        @Override
        public Map<String, Object> on(Map<String, Object> message, String deliveryField) {
            var fields = new HashMap<String, Object>();
            if (!participant.isEmpty()) {
                var receipt = Map.<String, Object>of("delivery", delivery.field(), "at", at);
                fields.putAll(PerPerson.put(message, "receipts", participant, receipt, this::isNews));
            }
            if (read(message, deliveryField)
                    .map(now -> now.advancesTo(delivery))
                    .orElse(false)) {
                fields.put(deliveryField, delivery.field());
            }
            return fields;
        }

        private boolean isNews(Map<String, Object> present) {
            return read(present, "delivery")
                    .map(now -> now.advancesTo(delivery))
                    .orElse(true);
        }

        private static Optional<Delivery> read(Map<String, Object> fields, String field) {
            return Delivery.fromField(fields.get(field));
        }

        @Override
        public Map<String, Object> fields() {
            return Map.of("type", "receipt", "author", participant, "delivery", delivery.field(), "at", at);
        }
    }

    /**
     * What a message does to the one that it is about; empty for one that is about none.
     *
     * @param author every name of who wrote it, first the one to use
     */
    static Optional<Change> of(Content content, List<String> author, Timestamp at) {
        return switch (content) {
            case Content.Reaction reaction -> Optional.of(new Reaction(author, reaction.emoji(), at));
            case Content.Edit edit -> Optional.of(new Edit(MessageDocument.words(edit), at));
            case Content.Deletion deletion -> Optional.of(new Deletion(at));
            default -> Optional.empty();
        };
    }

    /** Reads what waits. Empty for what this version of the connector does not know. */
    static Optional<Change> read(Map<?, ?> fields) {
        if (!(fields.get("type") instanceof String type) || !(fields.get("at") instanceof Timestamp at)) {
            return Optional.empty();
        }
        return switch (type) {
            case "reaction" -> Optional.of(new Reaction(texts(fields.get("author")), text(fields.get("emoji")), at));
            case "edit" ->
                Optional.of(new Edit(Optional.ofNullable(fields.get("body")).map(Change::text), at));
            case "deletion" -> Optional.of(new Deletion(at));
            case "receipt" ->
                Delivery.fromField(fields.get("delivery"))
                        .map(delivery -> new Receipt(texts(fields.get("author")), delivery, at));
            default -> Optional.empty();
        };
    }

    static List<String> texts(List<ChatId> names) {
        return names.stream().map(ChatId::jid).toList();
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(Change::text).toList() : List.of();
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    private static boolean isLater(@Nullable Object present, Timestamp at) {
        return present instanceof Timestamp other && other.compareTo(at) > 0;
    }
}
