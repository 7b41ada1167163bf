package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ChatEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.bridge.Content;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What two people and a group write, drawn by chance, as a bridge may deliver it: in any order, again and again, in batches of
 * any size, at first under one of the contact's names and under either as soon as both are known. Says how it has to end,
 * reckoned from what was written and not from how it arrived.
 */
final class Story {
    private static final int MESSAGES = 6;
    private static final int EVENTS = 18;

    private final Random random;
    /** What the contact is called before both names are known. */
    private final Party firstName;

    private final List<Told> told = new ArrayList<>();
    private final Map<String, Expected> expected = new HashMap<>();
    private int second;
    private String newestPreview = "";

    /** One event, whatever the contact is called in it. */
    @FunctionalInterface
    private interface Told {
        ChatEvent by(Party contact);
    }

    /** How a message has to end. */
    private static final class Expected {
        private String body = "";
        private Delivery delivery = Delivery.SENT;
        private Optional<Timestamp> editedAt = Optional.empty();
        private Optional<Timestamp> deletedAt = Optional.empty();
        private final Map<Boolean, Map<String, Object>> reactionOfOurs = new HashMap<>();
    }

    private record Target(String id, Direction direction, boolean group) {
        WaMessageKey by(Party contact) {
            var chat = group ? ChatEvents.by(ChatEvents.GROUP) : contact;
            var author = group && direction == Direction.INBOUND ? Optional.of(contact) : Optional.<Party>empty();
            return new WaMessageKey(chat, direction, author, id);
        }
    }

    Story(long seed) {
        random = new Random(seed);
        firstName = ChatEvents.by(random.nextBoolean() ? ChatEvents.LID : ChatEvents.NUMBER);
        var targets = new ArrayList<Target>();
        for (var i = 0; i < MESSAGES; i++) {
            targets.add(write("M" + i, random.nextBoolean(), random.nextInt(4) == 0));
        }
        for (var i = 0; i < EVENTS; i++) {
            happen("E" + i, targets.get(random.nextInt(targets.size())));
        }
    }

    private Target write(String id, boolean ours, boolean group) {
        var target = new Target(id, ours ? Direction.OUTBOUND : Direction.INBOUND, group);
        var at = ++second;
        told.add(contact -> ChatEvents.text(target.by(contact), at, "Text of " + id));
        expected.computeIfAbsent(id, i -> new Expected()).body = "Text of " + id;
        show(target, "Text of " + id);
        return target;
    }

    /** Times rise as the story is told, so that the last that is told is the newest. */
    private void happen(String id, Target target) {
        var at = ++second;
        var time = Timestamps.of(ChatEvents.NOON.plusSeconds(at));
        var goal = expected.getOrDefault(target.id(), new Expected());
        switch (random.nextInt(4)) {
            case 0 -> {
                var ours = random.nextBoolean();
                var emoji = List.of("👍", "❤", "").get(random.nextInt(3));
                goal.reactionOfOurs.put(ours, Map.of("emoji", emoji, "at", time));
                tell(id, target, ours, at, contact -> new Content.Reaction(target.by(contact), emoji));
                show(target, emoji.isEmpty() ? "[reaction removed]" : "[reaction]");
            }
            case 1 -> {
                goal.body = "Edited by " + id;
                goal.editedAt = Optional.of(time);
                tell(
                        id,
                        target,
                        target.direction() == Direction.OUTBOUND,
                        at,
                        contact -> new Content.Edit(target.by(contact), new Content.Text("Edited by " + id)));
                show(target, "Edited by " + id);
            }
            case 2 -> {
                goal.deletedAt = goal.deletedAt.or(() -> Optional.of(time));
                tell(
                        id,
                        target,
                        target.direction() == Direction.OUTBOUND,
                        at,
                        contact -> new Content.Deletion(target.by(contact)));
                show(target, "[message deleted]");
            }
            default -> receive(target, at, goal);
        }
    }

    private void receive(Target target, int at, Expected goal) {
        if (target.direction() == Direction.OUTBOUND) {
            var delivery = random.nextBoolean() ? Delivery.DELIVERED : Delivery.READ;
            goal.delivery = goal.delivery.advancesTo(delivery) ? delivery : goal.delivery;
            told.add(contact -> target.group()
                    ? ChatEvents.receiptOf(contact, target.by(contact), at, delivery)
                    : ChatEvents.receipt(target.by(contact), at, delivery));
        }
    }

    @FunctionalInterface
    private interface Saying {
        Content by(Party contact);
    }

    private void tell(String id, Target target, boolean ours, int at, Saying saying) {
        var key = new Target(id, ours ? Direction.OUTBOUND : Direction.INBOUND, target.group());
        told.add(contact -> ChatEvents.message(key.by(contact), at, saying.by(contact)));
        expected.computeIfAbsent(id, i -> new Expected());
    }

    private void show(Target target, String preview) {
        newestPreview = target.group() ? newestPreview : preview;
    }

    /** The batches in which it arrives. */
    List<List<ChatEvent>> arrivals() {
        var order = new ArrayList<>(told);
        Collections.shuffle(order, random);
        order.addAll(random.ints(8, 0, told.size()).mapToObj(told::get).toList());
        var learntAt = random.nextInt(order.size());
        var batches = new ArrayList<List<ChatEvent>>();
        batches.add(new ArrayList<>());
        for (var i = 0; i < order.size(); i++) {
            if (i == learntAt) {
                batches.getLast().add(ChatEvents.learnt());
            }
            batches.getLast().add(order.get(i).by(i < learntAt ? firstName : anyName()));
            if (random.nextInt(4) == 0) {
                repeatLast(batches);
                batches.add(new ArrayList<>());
            }
        }
        batches.removeIf(List::isEmpty);
        return batches;
    }

    /** As when the connector dies between the commit and the acknowledgement. */
    private void repeatLast(List<List<ChatEvent>> batches) {
        if (random.nextInt(4) == 0) {
            batches.add(new ArrayList<>(batches.getLast()));
        }
    }

    private Party anyName() {
        return List.of(ChatEvents.by(ChatEvents.LID), ChatEvents.by(ChatEvents.NUMBER), ChatEvents.byBothNames())
                .get(random.nextInt(3));
    }

    /** Everything that is not as it has to be, in words. */
    List<String> problems(
            DataLayout data, Collection<Map<String, Object>> messages, Collection<Map<String, Object>> threads) {
        var problems = new ArrayList<String>();
        expected.forEach((id, goal) -> {
            var found = messages.stream()
                    .filter(fields -> id.equals(fields.get("waMessageId")))
                    .toList();
            if (found.size() == 1) {
                check(problems, data, id, goal, found.getFirst());
            } else {
                problems.add(id + " is there " + found.size() + " times");
            }
        });
        var withContact = threads.stream()
                .filter(fields -> !ChatEvents.GROUP.jid().equals(fields.get("chatId")))
                .map(fields -> String.valueOf(fields.get(data.previewField())))
                .toList();
        expect(
                problems,
                "the contact's thread",
                withContact,
                newestPreview.isEmpty() ? List.of() : List.of(newestPreview));
        return problems;
    }

    private static void check(
            List<String> problems, DataLayout data, String id, Expected goal, Map<String, Object> fields) {
        expect(problems, id + " deletedAt", fields.get("deletedAt"), goal.deletedAt.orElse(null));
        expect(problems, id + " editedAt", fields.get("editedAt"), goal.editedAt.orElse(null));
        if ("text".equals(fields.get("type"))) {
            expect(problems, id + " body", fields.get("body"), goal.body);
        }
        if ("outbound".equals(fields.get("direction"))) {
            expect(problems, id + " delivery", fields.get(data.deliveryField()), goal.delivery.field());
        }
        var reactions = new HashMap<Boolean, Object>();
        if (fields.get("reactions") instanceof Map<?, ?> map) {
            map.forEach((author, reaction) -> reactions.put("me".equals(author), reaction));
            expect(problems, id + " authors", map.size(), reactions.size());
        }
        expect(problems, id + " reactions", reactions, goal.reactionOfOurs);
    }

    private static void expect(List<String> problems, String what, @Nullable Object found, @Nullable Object wanted) {
        if (!Objects.equals(found, wanted)) {
            problems.add(what + " is " + found + " and has to be " + wanted);
        }
    }
}
