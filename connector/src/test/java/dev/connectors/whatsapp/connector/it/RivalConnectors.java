package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreDocument;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.process.Signal;
import dev.connectors.whatsapp.local.whatsapp.Behaviour;
import dev.connectors.whatsapp.local.whatsapp.Contact;
import dev.connectors.whatsapp.local.whatsapp.Phone;
import dev.connectors.whatsapp.local.whatsapp.PhoneState;
import dev.connectors.whatsapp.local.whatsapp.QrCode;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static dev.connectors.whatsapp.connector.it.RunningConnector.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connectors on volumes of their own that want the same accounts. Somebody with all the phones at hand links whatever device
 * shows a QR, and somebody at WhatsApp counts each account's connections all the time.
 */
final class RivalConnectors implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration TAKEN_WITHIN = Duration.ofMinutes(2);
    private static final Map<String, String> SETTINGS = Map.of(
            "LEASE_MS", "3000",
            "LEASE_RENEW_EVERY_MS", "1000",
            "RATE_LIMIT_ACCOUNT_PER_MIN", "10000");
    private static final int CONTACTS_OF_AN_ACCOUNT = 3;

    private final String projectId;
    private final Path folder;
    private final FirestoreEmulator firestore;
    private final WhatsAppLoopback whatsapp;
    private final TokenIssuer issuer;
    private final List<Rival> alive = new CopyOnWriteArrayList<>();
    private final List<AccountOnPhone> accounts = new CopyOnWriteArrayList<>();
    private final Set<String> scanned = new HashSet<>();
    private final AtomicInteger mostHolders = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private int kills;
    private volatile boolean stopping;

    private record Rival(int number, RunningConnector connector) {}

    private record AccountOnPhone(String id, Phone phone) {}

    RivalConnectors(
            String projectId, Path folder, FirestoreEmulator firestore, WhatsAppLoopback whatsapp, TokenIssuer issuer) {
        this.projectId = projectId;
        this.folder = folder;
        this.firestore = firestore;
        this.whatsapp = whatsapp;
        this.issuer = issuer;
    }

    void start(int connectors) {
        IntStream.range(0, connectors).forEach(this::start1);
        begin("phones", this::linkWhatShowsAQr);
        begin("observer", this::countConnections);
    }

    private void start1(int number) {
        try {
            var own = Files.createDirectories(folder.resolve("connector-" + number));
            alive.add(new Rival(
                    number, RunningConnector.startToBeKilled(projectId, own, firestore, whatsapp, issuer, SETTINGS)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin(String name, Runnable look) {
        threads.add(Thread.ofVirtual()
                .name(name)
                .start(() -> await(name).forever().pollInterval(LOOK_EVERY).until(() -> {
                    look.run();
                    return stopping;
                })));
    }

    /** @param range four digits in the numbers of their phones, which no other test uses */
    void addAccounts(int count, String range) {
        for (var i = 0; i < count; i++) {
            var phone = whatsapp.phone("40719%s%02d".formatted(range, i));
            whatsapp.behave(phone.number(), Behaviour.normal().keepingOlderConnections());
            var id = alive.getFirst().connector.addAccount("Account " + i, phone.number());
            accounts.add(new AccountOnPhone(id, phone));
        }
    }

    private void linkWhatShowsAQr() {
        for (var rival : alive) {
            for (var account : accounts) {
                try {
                    if ("qr_ready".equals(rival.connector.status(account.id))) {
                        rival.connector
                                .qrPictureNow(account.id)
                                .filter(scanned::add)
                                .ifPresent(picture -> account.phone.scan(QrCode.read(picture)));
                    }
                } catch (RuntimeException e) {
                    // It was killed meanwhile, or has another QR already.
                }
            }
        }
    }

    private void countConnections() {
        for (var account : accounts) {
            mostHolders.accumulateAndGet(connections(account), Math::max);
        }
    }

    private static int connections(AccountOnPhone account) {
        return account.phone.state().devices().stream()
                .mapToInt(PhoneState.Device::connections)
                .sum();
    }

    int mostHoldersAtOnce() {
        return mostHolders.get();
    }

    void awaitAllConnected() {
        await("every account is connected somewhere")
                .atMost(TAKEN_WITHIN)
                .until(() -> accounts.stream()
                        .allMatch(account -> alive.stream()
                                .anyMatch(rival -> "connected".equals(rival.connector.status(account.id)))));
    }

    private int held(Rival rival) {
        return (int) accounts.stream()
                .filter(account -> "connected".equals(rival.connector.status(account.id)))
                .count();
    }

    /** kill -9 of the connector that holds the most, and of its bridge; a new one starts on its volume. */
    void killABusyOne() {
        var busy = busiest();
        alive.remove(busy);
        busy.connector.close();
        kills++;
        threads.add(Thread.ofVirtual().start(() -> start1(busy.number)));
    }

    /** Those who hold an account stand still: the connector alone, or its bridge too. Returns the one that was frozen. */
    Frozen freezeTheHolder(boolean itsBridgeToo) {
        var holder = busiest();
        alive.remove(holder);
        var processes = holder.connector.processes();
        var frozen = itsBridgeToo ? processes : processes.subList(0, 1);
        frozen.forEach(Signal.STOP::send);
        return new Frozen(holder, frozen);
    }

    /** The bridge of who holds an account stands still, and its connector does not. Returns the bridge. */
    ProcessHandle freezeTheHoldersBridge() {
        var bridge = busiest().connector.processes().getLast();
        Signal.STOP.send(bridge);
        return bridge;
    }

    private Rival busiest() {
        return alive.stream().max(Comparator.comparingInt(this::held)).orElseThrow();
    }

    /** A connector that stands still. */
    final class Frozen {
        private final Rival rival;
        private final List<ProcessHandle> processes;

        private Frozen(Rival rival, List<ProcessHandle> processes) {
            this.rival = rival;
            this.processes = processes;
        }

        /** It goes on, and has noticed that it lost its accounts. */
        void goOn() {
            processes.forEach(Signal.CONT::send);
            await("the former holder has noticed")
                    .atMost(SOON)
                    .until(() -> accounts.stream()
                            .allMatch(account -> "disconnected".equals(rival.connector.status(account.id))));
            alive.add(rival);
        }
    }

    /** Looks at the connections of each account just now. */
    int holdersNow() {
        return accounts.stream().mapToInt(RivalConnectors::connections).max().orElse(0);
    }

    int kills() {
        return kills;
    }

    /** One client for each connector but the one that is killed or frozen just now. */
    Traffic beginTraffic(int messages) {
        var traffic = new Traffic(messages);
        var clients = Math.max(1, alive.size() - 1);
        for (var client = 0; client < clients; client++) {
            var number = client;
            threads.add(Thread.ofVirtual().start(() -> traffic.send(number, clients)));
        }
        return traffic;
    }

    /** Messages to contacts of every account, over any connector that answers. */
    final class Traffic {
        private final int total;
        private final AtomicInteger accepted = new AtomicInteger();
        private final List<Line> lines = new ArrayList<>();

        private record Line(AccountOnPhone from, Contact to, AtomicInteger messages) {}

        Traffic(int total) {
            this.total = total;
            for (var account : accounts) {
                for (var i = 0; i < CONTACTS_OF_AN_ACCOUNT; i++) {
                    var number = "4079%s%d".formatted(account.phone.number().substring(5), i);
                    lines.add(new Line(account, whatsapp.contact(number), new AtomicInteger()));
                }
            }
        }

        /** What one of so many clients sends: each of them has lines of its own. */
        private void send(int client, int clients) {
            for (var i = 0; i < total && !stopping; i++) {
                var number = i % lines.size();
                if (number % clients != client) {
                    continue;
                }
                var line = lines.get(number);
                var text = "Message " + line.messages.getAndIncrement();
                var body = sendRequest(line.from.id, line.to.number(), text, text);
                await("accepted").atMost(TAKEN_WITHIN).until(() -> stopping || isAccepted(body));
                accepted.incrementAndGet();
            }
        }

        /** A request without an answer is repeated as it was. */
        private boolean isAccepted(Map<String, Object> body) {
            try {
                var rival = alive.get(ThreadLocalRandom.current().nextInt(alive.size()));
                return rival.connector
                                .post("/api/send", rival.connector.employee("ana"), body)
                                .status()
                        == 200;
            } catch (RuntimeException killed) {
                return false;
            }
        }

        int accepted() {
            return accepted.get();
        }

        void awaitSent(Duration within) {
            await("all are sent")
                    .atMost(within)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        assertThat(accepted()).as("accepted").isEqualTo(total);
                        assertThat(Stream.of("queued", "processing", "failed").flatMap(status -> in(status).stream()))
                                .extracting(FirestoreDocument::fields)
                                .isEmpty();
                    });
            assertThat(in("sent")).hasSize(total);
        }

        private List<FirestoreDocument> in(String status) {
            return firestore.documents(projectId).whereEqual("whatsapp_outbox", "status", status);
        }

        void assertEachArrivedOnceAndInOrder() {
            for (var line : lines) {
                var expected = IntStream.range(0, line.messages.get())
                        .mapToObj(i -> "Message " + i)
                        .toList();
                assertThat(line.to.awaitMessagesFrom(line.from.phone.number(), expected.size(), SOON))
                        .as("from %s to %s", line.from.id, line.to.number())
                        .extracting(message -> message.text().orElse(""))
                        .isEqualTo(expected);
            }
        }

        long stanzas() {
            return accounts.stream()
                    .mapToLong(account ->
                            whatsapp.counters().of(account.phone.number()).stanzas())
                    .sum();
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        alive.forEach(rival -> rival.connector.close());
    }
}
