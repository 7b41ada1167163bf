package dev.connectors.whatsapp.connector.lease;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Connectors that take, renew and lose leases in every order, each paused before and after any call for any time, with
 * clocks that run at different speeds and a store that sometimes fails, before or after it has written. At no moment do two
 * of them hold the same account.
 */
@Tag("A2")
@Tag("P5")
class LeaseModelTest {
    private static final LeaseTerms TERMS = LeaseTerms.of(Duration.ofSeconds(25), Duration.ofSeconds(15));
    private static final int CONNECTORS = 3;
    private static final int TURNS = 60;
    private static final int WORLDS_A_TEST = 1_000;
    private static final List<AccountId> ACCOUNTS = List.of(new AccountId("sales"), new AccountId("support"));

    /** 10 times 1,000 worlds. */
    static LongStream blocks() {
        return LongStream.range(0, 10);
    }

    @ParameterizedTest(name = "seeds from {0} times 1,000")
    @MethodSource("blocks")
    void noTwoConnectorsHoldOneAccountAndItsEpochsRise(long block) throws Exception {
        var taken = takenIn(LongStream.range(block * WORLDS_A_TEST, (block + 1) * WORLDS_A_TEST));

        assertThat(taken).as("changes of holders, or the worlds were too quiet").isGreaterThan(WORLDS_A_TEST);
    }

    /** Played on a virtual thread: between such threads the turn passes many times as fast. */
    private static int takenIn(LongStream seeds) throws Exception {
        try (var player = Executors.newVirtualThreadPerTaskExecutor()) {
            return player.submit(() -> seeds.mapToInt(seed -> new World(seed, TERMS).play())
                            .sum())
                    .get();
        }
    }

    @Test
    void aHolderThatCountsLongerThanTheOthersWaitIsNoticed() {
        var careless = new LeaseTerms(
                TERMS.renewEvery(), TERMS.attempt(), TERMS.takenAfter().multipliedBy(2), TERMS.takenAfter());

        assertThatThrownBy(() -> LongStream.range(0, WORLDS_A_TEST).forEach(seed -> new World(seed, careless).play()))
                .hasMessageContaining("hold the account");
    }

    private static final class World {
        private final long seed;
        private final Random random;
        private final MemoryStores stores = new MemoryStores(this::now);
        private final List<Connector> connectors;
        private final Map<AccountId, Long> epochs = new HashMap<>();
        private long nanos;
        private int taken;

        World(long seed, LeaseTerms terms) {
            this.seed = seed;
            this.random = new Random(seed);
            ACCOUNTS.forEach(stores::make);
            this.connectors = IntStream.range(0, CONNECTORS)
                    .mapToObj(i -> new Connector(this, i, terms))
                    .toList();
        }

        Duration now() {
            return Duration.ofNanos(nanos);
        }

        /** @return how often an account was taken */
        int play() {
            try {
                return playTurns();
            } finally {
                connectors.forEach(connector -> connector.process.stop());
            }
        }

        private int playTurns() {
            for (var turn = 0; turn < TURNS; turn++) {
                // Mostly little time, sometimes about a lease's.
                nanos += random.nextInt(5) == 0
                        ? Duration.ofSeconds(random.nextInt(50)).toNanos()
                        : Duration.ofMillis(random.nextInt(1_000)).toNanos();
                check();
                var connector = connectors.get(random.nextInt(CONNECTORS));
                for (var steps = 1 + random.nextInt(8); steps > 0; steps--) {
                    connector.process.step();
                    check();
                }
            }
            return taken;
        }

        private void check() {
            for (var account : ACCOUNTS) {
                var holders = connectors.stream()
                        .filter(connector -> connector.ownership.holds(account))
                        .toList();
                if (holders.size() > 1) {
                    throw new AssertionError("seed " + seed + ": " + holders.size() + " hold the account " + account);
                }
            }
        }

        private void tookUnder(AccountId account, long epoch) {
            var before = epochs.getOrDefault(account, 0L);
            if (epoch > before) {
                epochs.put(account, epoch);
                taken++;
            }
        }
    }

    /** One connector on a volume of its own; it does what a keeper and a supervisor would, in any order. */
    private static final class Connector implements LeaseStore, OwnerStore {
        private final World world;
        private final String volume;
        private final PodLease lease;
        private final Ownership ownership;
        private final SteppedThread process = new SteppedThread();

        Connector(World world, int number, LeaseTerms terms) {
            this.world = world;
            this.volume = "volume-" + number;
            // Up to one per cent fast or slow, and from another origin.
            var speed = 0.99 + 0.02 * world.random.nextDouble();
            var origin = world.random.nextLong() / 4;
            this.lease = new PodLease(
                    this, terms, "connector-" + number, Clock.systemUTC(), () -> origin + (long) (world.nanos * speed));
            this.ownership = new Ownership(lease, this, this);
            process.start(this::work);
        }

        private void work() {
            while (true) {
                process.pause();
                try {
                    act();
                } catch (FirestoreUnavailableException e) {
                    // Tried again some time.
                }
            }
        }

        private void act() {
            var account = ACCOUNTS.get(world.random.nextInt(ACCOUNTS.size()));
            if (lease.lease().isEmpty()) {
                lease.acquire(volume, false);
                return;
            }
            switch (world.random.nextInt(8)) {
                case 0, 1, 2 -> lease.renew();
                case 3, 4, 5 -> {
                    if (ownership.take(account) instanceof Ownership.Answer.Taken now) {
                        world.tookUnder(account, now.epoch());
                    }
                }
                case 6 -> ownership.release(account);
                default -> {
                    if (world.random.nextInt(4) == 0) {
                        lease.release();
                    }
                }
            }
        }

        /** A call that takes any time, and fails at times, applied or not. */
        private <T> T call(Supplier<T> call) {
            process.pause();
            var fate = world.random.nextInt(12);
            if (fate == 0) {
                throw new FirestoreUnavailableException("not applied", new IllegalStateException("injected"));
            }
            var result = call.get();
            if (fate == 1) {
                throw new FirestoreUnavailableException("applied", new IllegalStateException("injected"));
            }
            process.pause();
            return result;
        }

        @Override
        public Optional<LeaseStore.Stored> read(String of) {
            return call(() -> world.stores.read(of));
        }

        @Override
        public Timestamp create(Lease next) {
            return call(() -> world.stores.create(next));
        }

        @Override
        public Timestamp replace(Lease next, Timestamp version) {
            return call(() -> world.stores.replace(next, version));
        }

        @Override
        public Optional<OwnerStore.Stored> read(AccountId account) {
            return call(() -> world.stores.read(account));
        }

        @Override
        public Timestamp replace(AccountId account, Optional<Owner> owner, long epoch, Timestamp version) {
            return call(() -> world.stores.replace(account, owner, epoch, version));
        }
    }
}
