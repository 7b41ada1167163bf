package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.bench.Findings.Flaw;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.whatsapp.PhoneState;
import dev.connectors.whatsapp.local.whatsapp.ReadMessage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Waits until everything that was said has come as far as it should, and looks at what became of it. */
final class Aftermath {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** After the last change. An entry that failed again and again is tried after 5 minutes at the latest. */
    private static final Duration QUIET_FOR_GOOD = Duration.ofMinutes(6);

    private static final int SHOWN_PROBLEMS = 20;

    private final World world;
    private final ClientLayout layout;
    private final List<Account> accounts;
    private final List<Conversation> conversations;

    /** @param conversations all there are of these accounts */
    Aftermath(World world, ClientLayout layout, List<Account> accounts, List<Conversation> conversations) {
        this.world = world;
        this.layout = layout;
        this.accounts = accounts;
        this.conversations = conversations;
    }

    /**
     * What became of the messages.
     *
     * @param triedAgain outgoing messages that a fault struck on their way
     * @param repeatedStanzas how many stanzas bore a message that an earlier one had borne
     * @param deliveries how far the outgoing messages have come, by their documents
     */
    record Messages(
            Findings outgoing,
            Findings incoming,
            int triedAgain,
            int repeatedStanzas,
            Map<String, Integer> deliveries) {
        Table table() {
            var rows = Stream.of(Flaw.values())
                    .map(flaw -> List.of(
                            flaw.words(), String.valueOf(outgoing.count(flaw)), String.valueOf(incoming.count(flaw))));
            var messages =
                    List.of("messages", String.valueOf(outgoing.messages()), String.valueOf(incoming.messages()));
            return new Table(
                    "Messages",
                    List.of("", "outgoing", "incoming"),
                    Stream.concat(Stream.of(messages), rows).toList());
        }

        /** Rows of what happened to them on their way without harm. */
        List<List<String>> repeats() {
            return List.of(
                    List.of("messages tried more than once", String.valueOf(triedAgain)),
                    List.of("stanzas that repeated a message", String.valueOf(repeatedStanzas)));
        }

        /**
         * Reports that none of them is lost, doubled, out of order or wrongly documented.
         *
         * @param each how many there should be in each direction
         */
        void judge(int each, Report report) {
            problems().forEach(report::explain);
            report.value("triedAgain", triedAgain)
                    .value("repeatedStanzas", repeatedStanzas)
                    .target(
                            "%d messages accepted, each at its contact once, in order, documented"
                                    .formatted(outgoing.messages()),
                            outgoing.messages() == each && outgoing.problems().isEmpty())
                    .target(
                            "%d messages written by contacts, each documented once, in order"
                                    .formatted(incoming.messages()),
                            incoming.messages() == each && incoming.problems().isEmpty());
        }

        /** The first ones that are wrong, a line each. */
        private List<String> problems() {
            return Stream.concat(outgoing.problems().stream(), incoming.problems().stream())
                    .limit(SHOWN_PROBLEMS)
                    .map(problem -> "%s: %s (%s)".formatted(problem.flaw().words(), problem.what(), problem.where()))
                    .toList();
        }
    }

    /**
     * How far it all has come.
     *
     * @param sent entries that are
     * @param messages of both directions that are documented
     * @param queued stanzas that WhatsApp holds for the accounts
     * @param stanzas that accounts have sent
     */
    private record Progress(long sent, long messages, int queued, int stanzas) {}

    /** Returns when everything has come as far as it should, or nothing moves any more. */
    void awaitQuiet() throws InterruptedException {
        var accepted =
                conversations.stream().mapToInt(it -> it.accepted().size()).sum();
        var written = conversations.stream().mapToInt(it -> it.written().size()).sum();
        var last = progress();
        var lastChange = System.nanoTime();
        while (System.nanoTime() - lastChange < QUIET_FOR_GOOD.toNanos()) {
            Thread.sleep(LOOK_EVERY);
            var now = progress();
            if (!now.equals(last)) {
                last = now;
                lastChange = System.nanoTime();
            } else if (now.sent == accepted && now.messages == accepted + written && now.queued == 0) {
                return;
            }
        }
    }

    private Progress progress() {
        var queued = accounts.stream()
                .flatMap(account -> world.whatsapp().phone(account.phone()).state().devices().stream())
                .mapToInt(PhoneState.Device::queued)
                .sum();
        return new Progress(
                documents().whereEqual(layout.outbox(), "status", "sent").size(),
                documents().countGroup(layout.messages()),
                queued,
                world.whatsapp().counters().total().stanzas());
    }

    Messages look() {
        var audit =
                new Audit(layout, documents().list(layout.outbox()), documents().listGroup(layout.messages()));
        var read = new LinkedHashMap<Conversation, List<ReadMessage>>();
        conversations.forEach(conversation -> read.put(
                conversation,
                world.whatsapp()
                        .contact(conversation.contact())
                        .messagesFrom(conversation.account().phone())));
        var seen = world.whatsapp().counters().total();
        return new Messages(
                audit.outgoing(read),
                audit.incoming(conversations),
                audit.triedAgain(),
                seen.stanzas() - seen.ids(),
                audit.deliveries());
    }

    private FirestoreDocuments documents() {
        return world.documents();
    }
}
