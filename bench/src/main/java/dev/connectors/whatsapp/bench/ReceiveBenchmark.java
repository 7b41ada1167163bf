package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.poll.Look;
import dev.connectors.whatsapp.local.poll.Poll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Incoming messages a second into Firestore, while contacts write to all accounts as fast as they can. */
final class ReceiveBenchmark implements Benchmark {
    private static final Option CONTACTS =
            new Option("--contacts", 4, "contacts that write to each account, without a pause");
    private static final double TARGET = 200;
    private static final Duration DRAIN = Duration.ofMinutes(5);
    /** In the same commit as the message and its thread, and written by nothing else here. */
    private static final String RECORDS = "whatsapp_ingest";

    @Override
    public String summary() {
        return "incoming messages a second into Firestore";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.SECONDS, Option.WARM_UP, Option.ACCOUNTS, CONTACTS);
    }

    @Override
    public Report run(World world, Choices choices) throws Exception {
        var connector = world.startConnector("connector", SendBenchmark.UNLIMITED);
        var accounts = connector.link(Numbers.accounts(choices.of(Option.ACCOUNTS)));
        var contacts = new Contacts(world, accounts, choices.of(CONTACTS));
        Thread.sleep(Duration.ofSeconds(choices.of(Option.WARM_UP)));
        contacts.check();
        var stored = Measurement.of(
                world,
                Duration.ofSeconds(choices.of(Option.SECONDS)),
                (from, to) -> world.documents().countBetween(RECORDS, "createdAt", from, to));
        var written = contacts.stop();
        contacts.check();
        var drained = awaitStored(world, written);
        return new Report()
                .explain(
                        "%d accounts on one connector with one bridge, %d contacts write to each without a pause. Counted are"
                                .formatted(choices.of(Option.ACCOUNTS), choices.of(CONTACTS)))
                .explain(
                        "messages that Firestore got in %d s after %d s of the same load: their dedupe records, each in one"
                                .formatted(choices.of(Option.SECONDS), choices.of(Option.WARM_UP)))
                .explain("commit with the message and its thread. In the end every message has its document, once.")
                .table(stored.cpuTable("Processes"))
                .table(new Table(
                        "Messages",
                        List.of("", "figure"),
                        List.of(
                                List.of("stored a second", Table.figure(stored.perSecond(), 0)),
                                List.of("written in all", Long.toString(written)),
                                List.of(
                                        "seconds until the last was stored, after the contacts stopped",
                                        Table.figure(drained.toMillis() / 1000.0, 1)))))
                .value("messagesPerSecond", stored.perSecond())
                .value("cpuMsPerMessage", stored.cpuPerMessage())
                .value("written", written)
                .value("drainedSeconds", drained.toMillis() / 1000.0)
                .target(
                        "%s messages/s stored, at least %s"
                                .formatted(Table.figure(stored.perSecond(), 0), Table.figure(TARGET, 0)),
                        stored.perSecond() >= TARGET);
    }

    private static Duration awaitStored(World world, long written) {
        var start = Instant.now();
        Poll.until(written + " message documents", DRAIN, () -> {
            var stored = world.documents().count("whatsapp_messages");
            return stored == written ? Look.done(stored) : Look.notYet(stored + " are there");
        });
        return Duration.between(start, Instant.now());
    }

    /** They write until they are stopped. */
    private static final class Contacts {
        private final AtomicLong written = new AtomicLong();
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean stopping;
        private volatile @Nullable Throwable failure;

        Contacts(World world, List<Account> accounts, int contacts) {
            for (var account : accounts) {
                for (var index = 0; index < contacts; index++) {
                    var contact = world.whatsapp().contact(Numbers.contact(index));
                    threads.add(Thread.ofVirtual()
                            .uncaughtExceptionHandler((thread, thrown) -> failure = thrown)
                            .start(() -> {
                                for (var i = 0; !stopping; i++) {
                                    contact.writes(account.phone(), "Where is my parcel? " + i);
                                    written.incrementAndGet();
                                }
                            }));
                }
            }
        }

        void check() {
            if (failure != null) {
                throw new IllegalStateException("A contact could not write", failure);
            }
        }

        /** Returns how many messages there are in all. */
        long stop() throws InterruptedException {
            stopping = true;
            for (var thread : threads) {
                thread.join();
            }
            return written.get();
        }
    }
}
