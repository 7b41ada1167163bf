package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.firestore.FirestoreDocument;
import dev.connectors.whatsapp.local.poll.Look;
import dev.connectors.whatsapp.local.poll.Poll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sends at an even pace, whatever becomes of the messages, and finds out afterwards what became of each, and when. */
final class SteadySender {
    private static final int CONTACTS = 20;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final World world;
    private final Connector connector;
    private final Account account;
    private int next;

    SteadySender(World world, Connector connector, Account account) {
        this.world = world;
        this.connector = connector;
        this.account = account;
    }

    /** Goes on where another one ended, at another connector. */
    SteadySender(World world, Connector connector, Account account, SteadySender before) {
        this(world, connector, account);
        this.next = before.next;
    }

    private record Request(String entry, Instant start, Duration answered) {}

    /**
     * The time from the beginning of the HTTP request.
     *
     * @param answered to the answer, when the message is safe
     * @param acknowledged until WhatsApp's server took it and handed it on, by that server's clock
     * @param sent until the entry's document said so: its version is the time of that commit
     */
    record Result(Latencies answered, Latencies acknowledged, Latencies sent) {
        Table table(String title) {
            return new Table(
                    title,
                    Latencies.COLUMNS,
                    List.of(
                            answered.row("answered"),
                            acknowledged.row("acknowledged by WhatsApp"),
                            sent.row("status sent in Firestore")));
        }
    }

    /** Sends for a while and returns when all of it is sent. */
    Result run(int perSecond, Duration time) throws InterruptedException {
        var requests = new ConcurrentLinkedQueue<Request>();
        var threads = new ArrayList<Thread>();
        var interval = Duration.ofSeconds(1).dividedBy(perSecond);
        var end = System.nanoTime() + time.toNanos();
        for (var at = System.nanoTime(); at < end; at += interval.toNanos()) {
            Thread.sleep(Duration.ofNanos(Math.max(0, at - System.nanoTime())));
            var index = next++;
            threads.add(Thread.startVirtualThread(() -> send(index, requests)));
        }
        for (var thread : threads) {
            thread.join();
        }
        if (requests.size() < threads.size()) {
            throw new IllegalStateException(
                    "%d of %d requests failed".formatted(threads.size() - requests.size(), threads.size()));
        }
        return result(List.copyOf(requests));
    }

    private void send(int index, Queue<Request> requests) {
        var start = Instant.now();
        var entry = connector.send(account, Numbers.contact(index % CONTACTS), "Message " + index, "latency-" + index);
        requests.add(new Request(entry, start, Duration.between(start, Instant.now())));
    }

    private Result result(List<Request> requests) {
        var entries = Poll.until("all of %d entries sent".formatted(requests.size()), SOON, () -> {
            var found = world.documents().whereEqual("whatsapp_outbox", "accountId", account.id()).stream()
                    .collect(Collectors.toMap(FirestoreDocument::id, Function.identity()));
            var sent =
                    requests.stream().filter(request -> isSent(found, request)).count();
            return sent == requests.size() ? Look.done(found) : Look.notYet(sent + " are");
        });
        var takenAt = takenAt();
        return new Result(
                new Latencies(requests.stream().map(Request::answered).toList()),
                new Latencies(requests.stream()
                        .map(request ->
                                Duration.between(request.start(), required(takenAt, waMessageId(entries, request))))
                        .toList()),
                new Latencies(requests.stream()
                        .map(request -> Duration.between(
                                request.start(),
                                required(entries, request.entry()).updateTime()))
                        .toList()));
    }

    private static boolean isSent(Map<String, FirestoreDocument> entries, Request request) {
        var entry = entries.get(request.entry());
        return entry != null && entry.text("status").filter("sent"::equals).isPresent();
    }

    private static String waMessageId(Map<String, FirestoreDocument> entries, Request request) {
        return required(entries, request.entry()).text("waMessageId").orElseThrow();
    }

    /** When the server handed each message to its reader, which it does as it acknowledges. In whole milliseconds. */
    private Map<String, Instant> takenAt() {
        var taken = new HashMap<String, Instant>();
        for (var index = 0; index < CONTACTS; index++) {
            world.whatsapp()
                    .contact(Numbers.contact(index))
                    .messagesFrom(account.phone())
                    .forEach(message -> taken.put(message.id(), message.readAt()));
        }
        return taken;
    }

    private static <T> T required(Map<String, T> all, String key) {
        var found = all.get(key);
        if (found == null) {
            throw new IllegalStateException("Nothing is known of " + key);
        }
        return found;
    }
}
