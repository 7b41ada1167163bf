package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.connectors.whatsapp.connector.outbox.Entries.entry;
import static dev.connectors.whatsapp.connector.outbox.Entries.thread;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("O7")
class SelectionTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final int CASES_A_SEED = 400;

    private record Case(
            List<OutboxEntry> queued,
            Set<AccountId> canSend,
            Set<ThreadId> busy,
            Map<AccountId, Integer> pace,
            int limit) {
        List<OutboxEntry> next() {
            return Selection.next(queued, canSend, busy, account -> pace.getOrDefault(account, 0), NOW, limit);
        }

        /** Of each thread the entry with the lowest sequence, the threads as they come in the queue. */
        List<OutboxEntry> heads() {
            var heads = new LinkedHashMap<ThreadId, OutboxEntry>();
            for (var entry : queued) {
                var head = heads.get(entry.thread());
                if (head == null || entry.sequence() < head.sequence()) {
                    heads.put(entry.thread(), entry);
                }
            }
            return List.copyOf(heads.values());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverIsQueuedNothingGoesOutThatMayNot(long seed) {
        forEachCase(seed, queue -> {
            var next = queue.next();

            assertThat(next).extracting(OutboxEntry::thread).doesNotHaveDuplicates();
            assertThat(next).allMatch(entry -> !queue.busy().contains(entry.thread()), "no thread is busy");
            assertThat(next)
                    .allMatch(entry -> queue.canSend().contains(entry.thread().account()), "its account can send");
            assertThat(next).allMatch(queue.heads()::contains, "it is the first of its thread");
            assertThat(next)
                    .allMatch(entry -> entry.nextAttemptAt().stream().noneMatch(at -> at.isAfter(NOW)), "it is due");
            assertThat(next).hasSizeLessThanOrEqualTo(queue.limit());
            queue.pace()
                    .forEach((account, room) -> assertThat(next)
                            .filteredOn(entry -> entry.thread().account().equals(account))
                            .as("the pace of " + account)
                            .hasSizeLessThanOrEqualTo(room));
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {6, 7, 8, 9, 10})
    void whateverIsQueuedNothingStaysThatMayGo(long seed) {
        forEachCase(seed, queue -> {
            Predicate<OutboxEntry> mayGo = head -> !queue.busy().contains(head.thread())
                    && queue.canSend().contains(head.thread().account())
                    && head.nextAttemptAt().stream().noneMatch(at -> at.isAfter(NOW));

            var room = new HashMap<>(queue.pace());
            var expected = queue.heads().stream()
                    .filter(mayGo)
                    .filter(head -> room.merge(head.thread().account(), -1, Integer::sum) >= 0)
                    .limit(queue.limit())
                    .toList();

            assertThat(queue.next()).isEqualTo(expected);
        });
    }

    @Test
    void aHeadThatWaitsHoldsUpItsOwnThreadAndNoOther() {
        var ana = thread("sales", "1@lid");
        var ion = thread("sales", "2@lid");
        var queued =
                List.of(entry(ana, 1, Optional.of(NOW.plusSeconds(5))), entry(ana, 2), entry(ion, 1), entry(ion, 2));

        var next = Selection.next(queued, Set.of(ana.account()), Set.of(), SelectionTest::anyPace, NOW, 10);

        assertThat(next).containsExactly(entry(ion, 1));
    }

    @Test
    void anEntryIsDueAtItsTimeAndNotBefore() {
        var ana = thread("sales", "1@lid");
        var queued = List.of(entry(ana, 1, Optional.of(NOW)));

        assertThat(Selection.next(
                        queued, Set.of(ana.account()), Set.of(), SelectionTest::anyPace, NOW.minusNanos(1), 1))
                .isEmpty();
        assertThat(Selection.next(queued, Set.of(ana.account()), Set.of(), SelectionTest::anyPace, NOW, 1))
                .hasSize(1);
    }

    @Test
    void whenSpaceIsShortWhoWaitsLongestGoesFirst() {
        var queued = List.of(
                entry(thread("sales", "3@lid"), 9), entry(thread("sales", "1@lid"), 1), entry(thread("b", "2@lid"), 4));

        var next = Selection.next(
                queued, Set.of(new AccountId("sales"), new AccountId("b")), Set.of(), SelectionTest::anyPace, NOW, 2);

        assertThat(next).containsExactlyElementsOf(queued.subList(0, 2));
    }

    @Test
    void aFullMemoryKeepsTheBeginningOfEachThread() {
        var ana = thread("sales", "1@lid");
        var ion = thread("sales", "2@lid");
        var queued = List.of(entry(ion, 7), entry(ana, 3), entry(ana, 1), entry(ana, 2));

        assertThat(Selection.beginnings(queued, 2)).containsExactly(entry(ana, 1), entry(ana, 2), entry(ion, 7));
        assertThat(Selection.beginnings(queued, 1)).containsExactly(entry(ana, 1), entry(ion, 7));
    }

    @Test
    void theWorkerWakesForTheFirstThatWillBeDue() {
        var ana = thread("sales", "1@lid");
        var queued = List.of(
                entry(ana, 1),
                entry(ana, 2, Optional.of(NOW)),
                entry(ana, 3, Optional.of(NOW.plusSeconds(9))),
                entry(ana, 4, Optional.of(NOW.plusSeconds(4))));

        assertThat(Selection.nextDue(queued, NOW)).contains(NOW.plusSeconds(4));
        assertThat(Selection.nextDue(queued.subList(0, 2), NOW)).isEmpty();
    }

    private static int anyPace(AccountId account) {
        return Integer.MAX_VALUE;
    }

    private static void forEachCase(long seed, Consumer<Case> check) {
        var random = new Random(seed);
        var notEmpty = 0;
        for (var i = 0; i < CASES_A_SEED; i++) {
            var queue = generate(random);
            check.accept(queue);
            notEmpty += queue.next().isEmpty() ? 0 : 1;
        }
        assertThat(notEmpty).as("cases in which something goes out").isGreaterThan(CASES_A_SEED / 4);
    }

    private static Case generate(Random random) {
        var queued = new ArrayList<OutboxEntry>();
        var canSend = new HashSet<AccountId>();
        var busy = new HashSet<ThreadId>();
        var pace = new HashMap<AccountId, Integer>();
        for (var a = 0; a < 4; a++) {
            pace.put(new AccountId("account-" + a), random.nextInt(4));
            for (var c = 0; c < 3; c++) {
                var thread = thread("account-" + a, c + "@lid");
                if (random.nextBoolean()) {
                    canSend.add(thread.account());
                }
                if (random.nextInt(4) == 0) {
                    busy.add(thread);
                }
                var first = random.nextInt(100);
                for (var s = first; s < first + random.nextInt(4); s++) {
                    queued.add(entry(thread, s, nextAttempt(random)));
                }
            }
        }
        Collections.shuffle(queued, random);
        return new Case(queued, canSend, busy, pace, random.nextInt(14));
    }

    private static Optional<Instant> nextAttempt(Random random) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(NOW.plusSeconds(random.nextInt(-5, 6)));
    }
}
