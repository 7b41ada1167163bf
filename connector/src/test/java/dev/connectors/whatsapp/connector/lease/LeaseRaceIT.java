package dev.connectors.whatsapp.connector.lease;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A renewal against a take-over at the moment at which a lease runs out, on Firestore. */
@Tag("A2")
@Tag("P5")
@ExtendWith(FirestoreEmulatorExtension.class)
class LeaseRaceIT {
    private static final int RACES = 100;
    private static final int AT_ONCE = 10;
    private static final LeaseTerms TERMS = LeaseTerms.of(Duration.ofMillis(600), Duration.ofMillis(400));

    private final FirestoreEmulator emulator;
    private Optional<Firestore> opened = Optional.empty();

    LeaseRaceIT(FirestoreEmulator emulator) {
        this.emulator = emulator;
    }

    @AfterEach
    void close() {
        opened.ifPresent(Firestore::shutdownNow);
    }

    /** 100 races in each layout. */
    @ParameterizedTest
    @EnumSource(DataLayout.class)
    void theAccountHasOneHolderWhoeverWins(DataLayout data) throws InterruptedException, ExecutionException {
        var firestore = FirestoreClients.open(new FirestoreSettings(
                FirestoreEmulator.newProjectId(), data, Optional.of(emulator.hostAndPort()), Optional.empty()));
        opened = Optional.of(firestore);
        var layout = new Layout(firestore, data);

        try (var executor = Executors.newFixedThreadPool(AT_ONCE)) {
            var races = IntStream.range(0, RACES)
                    .mapToObj(i -> executor.submit(() -> race(layout, i)))
                    .toList();
            var taken = 0;
            for (var race : races) {
                taken += race.get() ? 1 : 0;
            }
            assertThat(taken).as("take-overs, or nothing was at stake").isPositive();
        }
    }

    /** @return whether the account changed its holder */
    private static boolean race(Layout layout, int number) {
        var account = new AccountId("account-" + number);
        Calls.await(layout.account(account).create(Map.of("name", "Sales")));
        var first = new Contender(layout, "first-" + number);
        var second = new Contender(layout, "second-" + number);
        await("the first one has it").until(() -> {
            first.renewOrAcquire();
            first.ownership.take(account);
            return first.ownership.holds(account);
        });

        // The first one stands still until about the end of its lease, and then both want it.
        await().pollInterval(Duration.ofMillis(1))
                .until(() ->
                        first.lease.left().isEmpty() || first.lease.left().get().toMillis() < 60);
        var late = Thread.startVirtualThread(() -> {
            await("a while")
                    .pollDelay(Duration.ofMillis(ThreadLocalRandom.current().nextInt(300)))
                    .until(() -> true);
            first.renewOrAcquire();
            first.ownership.take(account);
        });
        await("the account has a holder")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    second.renewOrAcquire();
                    second.ownership.take(account);
                    return isHeldByOne(account, first, second) && !late.isAlive();
                });
        return second.ownership.holds(account);
    }

    private static boolean isHeldByOne(AccountId account, Contender first, Contender second) {
        // In this order: one that is asked later may have taken it meanwhile, one that was asked before may not hold it
        // still.
        var one = first.ownership.holds(account);
        var other = second.ownership.holds(account);
        assertThat(one && other && first.ownership.holds(account))
                .as("both hold account " + account)
                .isFalse();
        return one || other;
    }

    private static final class Contender {
        private final String volume;
        private final PodLease lease;
        private final Ownership ownership;

        Contender(Layout layout, String name) {
            this.volume = name;
            var leases = new FirestoreLeaseStore(layout, Duration.ofSeconds(10), Clock.systemUTC());
            this.lease = new PodLease(leases, TERMS, name, Clock.systemUTC(), System::nanoTime);
            this.ownership = new Ownership(lease, leases, new FirestoreOwnerStore(layout));
        }

        void renewOrAcquire() {
            if (lease.lease().isPresent()) {
                lease.renew();
            } else {
                lease.acquire(volume, false);
            }
        }
    }
}
