package dev.connectors.whatsapp.connector.web;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import dev.connectors.whatsapp.connector.outbox.Queues;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What those who watch the fleet see, and what it costs when nobody does, in documents that Firestore hands over. */
@ExtendWith(FirestoreEmulatorExtension.class)
class WatchedFleetIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration COUNT_EVERY = Duration.ofMillis(200);
    /** Many times as long as a look at the queues takes and is apart from the next. */
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private final FirestoreTraffic traffic = new FirestoreTraffic();
    private final Firestore watched;
    private final Layout layout;
    private final Fleet fleet;

    WatchedFleetIT(FirestoreEmulator emulator) {
        var projectId = FirestoreEmulator.newProjectId();
        this.watched = traffic.open(emulator, projectId);
        this.layout = new Layout(new FirestoreTraffic().open(emulator, projectId), DataLayout.CANONICAL);
        var counted = new Layout(watched, DataLayout.CANONICAL);
        this.fleet = new Fleet(new AccountRepository(counted, Clock.systemUTC()), new Queues(counted), COUNT_EVERY);
        write("sales", "connected");
    }

    @AfterEach
    void close() {
        fleet.stop();
        watched.shutdownNow();
    }

    private void write(String id, String status) {
        Calls.await(layout.account(new AccountId(id))
                .set(Map.of("name", id, "status", status, "owner", Map.of("workerId", "shard-0"))));
    }

    private void accept(String id, String account, String status, Instant at) {
        Calls.await(layout.outbox()
                .document(id)
                .set(Map.of("accountId", account, "status", status, "createdAt", Timestamps.of(at))));
    }

    private static FleetAccount only(List<FleetAccount> accounts) {
        assertThat(accounts).hasSize(1);
        return accounts.getFirst();
    }

    private static List<FleetAccount> next(Fleet.Watch watch) throws InterruptedException {
        return watch.next(SOON).orElseThrow();
    }

    @Test
    void whoWatchesSeesAllAccountsAtOnceAndEachChange() throws InterruptedException {
        try (var watch = fleet.watch()) {
            var first = only(next(watch));
            write("sales", "disconnected");
            var status = await().atMost(SOON).until(() -> only(next(watch)).status(), "disconnected"::equals);

            assertThat(first.status()).isEqualTo("connected");
            assertThat(first.heldBy()).contains("shard-0");
            assertThat(status).isEqualTo("disconnected");
        }
    }

    @Test
    void theQueueOfEachAccountIsCounted() throws InterruptedException {
        var accepted = Instant.parse("2026-01-02T03:04:05Z");
        accept("a", "sales", "queued", accepted);
        accept("b", "sales", "queued", accepted.plusSeconds(1));
        accept("c", "sales", "processing", accepted);
        accept("d", "sales", "failed", accepted);
        accept("e", "support", "queued", accepted);

        try (var watch = fleet.watch()) {
            var queue = await().atMost(SOON)
                    .until(() -> only(next(watch)).queue(), Optional::isPresent)
                    .orElseThrow();

            assertThat(queue).isEqualTo(new FleetAccount.QueueNumbers(3, 1, Optional.of(accepted)));
        }
        assertThat(only(fleet.now()).queue()).isPresent();
    }

    @Test
    void manyChangesAreToldAtMostOnceASecond() throws InterruptedException {
        var told = new ArrayList<Instant>();
        try (var watch = fleet.watch()) {
            next(watch);
            for (var i = 0; i < 30; i++) {
                write("account-" + i, "connected");
            }
            var seen = 0;
            while (seen < 31) {
                seen = next(watch).size();
                told.add(Instant.now());
            }
        }

        for (var i = 1; i < told.size(); i++) {
            assertThat(Duration.between(told.get(i - 1), told.get(i)))
                    .isGreaterThan(Fleet.AT_MOST_EVERY.minusMillis(100));
        }
    }

    private int readsWhenNothingIsUnderWay() {
        var last = new AtomicInteger(-1);
        await().during(A_WHILE.dividedBy(2)).atMost(SOON).until(() -> {
            var now = traffic.soFar().reads();
            return last.getAndSet(now) == now;
        });
        return last.get();
    }

    @Test
    void nothingIsReadWhileNobodyWatches() throws InterruptedException {
        var before = traffic.soFar().reads();
        try (var one = fleet.watch();
                var two = fleet.watch()) {
            next(one);
            next(two);
        }
        var whileWatched = readsWhenNothingIsUnderWay();

        write("sales", "connecting");

        await().during(A_WHILE).atMost(SOON).until(() -> traffic.soFar().reads() == whileWatched);
        assertThat(whileWatched).as("the counter counts").isGreaterThan(before);
        try (var later = fleet.watch()) {
            assertThat(only(next(later)).status()).isEqualTo("connecting");
        }
    }

    @Test
    void whoeverWatchesIsReleasedWhenTheConnectorStops() throws InterruptedException {
        try (var watch = fleet.watch()) {
            next(watch);
            Thread.startVirtualThread(fleet::stop);

            await().atMost(SOON).until(() -> watch.next(SOON).isEmpty());

            assertThat(watch.isOver()).isTrue();
        }
    }
}
