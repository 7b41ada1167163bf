package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.bench.Fault.ClosedSockets;
import dev.connectors.whatsapp.bench.Fault.CutFirestore;
import dev.connectors.whatsapp.bench.Fault.DroppedAcks;
import dev.connectors.whatsapp.bench.Fault.FrozenFirestore;
import dev.connectors.whatsapp.bench.Fault.KilledBoth;
import dev.connectors.whatsapp.bench.Fault.KilledBridge;
import dev.connectors.whatsapp.bench.Fault.KilledConnector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What happens in a run with faults, and in which order. The same seed and size give the same plan. */
record FaultPlan(List<Round> rounds) {
    /** 503 is a server that goes, 428 a TCP connection that is gone, 515 the request to connect anew. */
    private static final List<Integer> CLOSE_CODES = List.of(503, 428, 515);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(1500);

    FaultPlan {
        rounds = List.copyOf(rounds);
    }

    /**
     * How much happens.
     *
     * @param messages in each direction
     * @param contacts of each account
     */
    record Size(int messages, int faults, int accounts, int contacts) {
        int conversations() {
            return accounts * contacts;
        }
    }

    /**
     * Messages, and in the middle of them a fault.
     *
     * @param outgoing the conversation of each message that an account sends
     * @param incoming the conversation of each message that a contact writes
     * @param before how long after the beginning the fault comes
     * @param settled whether the round ends only when all its messages are accepted; otherwise the next fault comes on top
     */
    record Round(List<Integer> outgoing, List<Integer> incoming, Duration before, Fault fault, boolean settled) {
        Round {
            outgoing = List.copyOf(outgoing);
            incoming = List.copyOf(incoming);
        }
    }

    static FaultPlan of(long seed, Size size) {
        var random = new Random(seed);
        var faults = new Deck(random, size);
        return new FaultPlan(IntStream.range(0, size.faults())
                .mapToObj(i -> new Round(
                        conversations(share(i, size), size, random),
                        conversations(share(i, size), size, random),
                        upTo(LONGEST_PAUSE, random),
                        faults.draw(),
                        random.nextInt(3) > 0))
                .toList());
    }

    private static int share(int round, Size size) {
        return size.messages() * (round + 1) / size.faults() - size.messages() * round / size.faults();
    }

    private static List<Integer> conversations(int messages, Size size, Random random) {
        return IntStream.range(0, messages)
                .mapToObj(i -> random.nextInt(size.conversations()))
                .toList();
    }

    private static Duration upTo(Duration longest, Random random) {
        return Duration.ofMillis(random.nextInt((int) longest.toMillis()));
    }

    private static Duration between(Duration shortest, Duration longest, Random random) {
        return shortest.plus(upTo(longest.minus(shortest), random));
    }

    /** All kinds, shuffled, and again: so that a short run has each of them too. */
    private static final class Deck {
        private static final int KINDS = 7;

        private final Random random;
        private final Size size;
        private final Deque<Integer> kinds = new ArrayDeque<>();

        Deck(Random random, Size size) {
            this.random = random;
            this.size = size;
        }

        Fault draw() {
            if (kinds.isEmpty()) {
                kinds.addAll(shuffled(KINDS));
            }
            return switch (kinds.pop()) {
                case 0 -> new KilledConnector();
                case 1 -> new KilledBridge();
                case 2 -> new KilledBoth();
                case 3 -> new CutFirestore(between(Duration.ofMillis(200), Duration.ofSeconds(5), random));
                case 4 -> new FrozenFirestore(between(Duration.ofSeconds(1), Duration.ofSeconds(8), random));
                case 5 -> new ClosedSockets(CLOSE_CODES.get(random.nextInt(CLOSE_CODES.size())), someAccounts());
                default ->
                    new DroppedAcks(
                            random.nextInt(size.accounts()),
                            between(Duration.ofMillis(500), Duration.ofSeconds(3), random));
            };
        }

        private List<Integer> someAccounts() {
            return shuffled(size.accounts()).subList(0, 1 + random.nextInt(size.accounts()));
        }

        private List<Integer> shuffled(int count) {
            var places = new ArrayList<>(IntStream.range(0, count).boxed().toList());
            Collections.shuffle(places, random);
            return places;
        }
    }
}
