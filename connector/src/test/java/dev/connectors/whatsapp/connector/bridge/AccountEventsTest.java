package dev.connectors.whatsapp.connector.bridge;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("I1")
@Timeout(60)
class AccountEventsTest {
    private static final AccountId ACCOUNT = new AccountId("sales");
    /** What may wait; one more is with the listeners. */
    private static final int CAPACITY = 1_000;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private List<AccountEvents> started = List.of();

    @AfterEach
    void stop() {
        started.forEach(AccountEvents::stop);
    }

    @Test
    void eventsAreDealtWithInTheirOrder() {
        var events = start(event -> heard.add(name(event)));
        var names = IntStream.range(0, 500).mapToObj(i -> "e" + i).toList();

        names.forEach(name -> add(events, name));

        await().until(() -> done.size() == 500);
        assertThat(heard).isEqualTo(names);
        assertThat(done).isEqualTo(names);
    }

    @Test
    void anEventPassesThroughEveryListenerBeforeItIsDone() {
        var events = start(
                event -> heard.add("first " + name(event) + " " + done),
                event -> heard.add("second " + name(event) + " " + done));

        add(events, "e1");
        add(events, "e2");

        await().until(() -> done.size() == 2);
        assertThat(heard).containsExactly("first e1 []", "second e1 []", "first e2 [e1]", "second e2 [e1]");
    }

    @Test
    void aListenerThatFailsGetsTheSameEventUntilItSucceeds() {
        var failures = new AtomicInteger(2);
        var events = start(event -> heard.add("first " + name(event)), event -> {
            heard.add("second " + name(event));
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("Firestore does not answer");
            }
        });

        add(events, "e1");
        add(events, "e2");

        await().until(() -> done.size() == 2);
        assertThat(heard).containsExactly("first e1", "second e1", "second e1", "second e1", "first e2", "second e2");
        assertThat(done).containsExactly("e1", "e2");
    }

    @Test
    void whileAListenerFailsNothingIsDone() {
        var tries = new AtomicInteger();
        var events = start(event -> {
            tries.incrementAndGet();
            throw new IllegalStateException("Firestore does not answer");
        });

        add(events, "e1");

        await().until(() -> tries.get() >= 3);
        assertThat(done).isEmpty();
    }

    @Test
    void oneAccountsTroubleIsNotAnothers() {
        var release = new CountDownLatch(1);
        var stuck = start(event -> waitFor(release));
        var well = start(event -> heard.add(name(event)));

        add(stuck, "e1");
        add(well, "e2");

        await().until(() -> done.contains("e2"));
        assertThat(done).containsExactly("e2");
        release.countDown();
    }

    @Test
    void whoeverAddsWaitsWhenTooManyEventsWait() {
        var release = new CountDownLatch(1);
        var events = start(event -> waitFor(release));
        var adder =
                Thread.startVirtualThread(() -> IntStream.range(0, CAPACITY + 2).forEach(i -> add(events, "e" + i)));

        await().until(() -> adder.getState() == Thread.State.WAITING);
        assertThat(done).isEmpty();
        release.countDown();

        await().until(() -> done.size() == CAPACITY + 2);
    }

    @Test
    @Tag("A7")
    void whatIsInterruptedByTheStopIsNotDone() {
        var begun = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var events = start(event -> {
            begun.countDown();
            try {
                waitFor(new CountDownLatch(1));
            } finally {
                ended.countDown();
            }
        });
        add(events, "e1");
        waitFor(begun);

        events.stop();

        waitFor(ended);
        await().during(Duration.ofMillis(100)).until(done::isEmpty);
    }

    @Test
    void whatWaitsInChatsComesInBatchesAndInItsOrder() {
        var release = new CountDownLatch(1);
        var batches = new CopyOnWriteArrayList<List<String>>();
        var events = start(batching(batch -> {
            waitFor(release);
            batches.add(batch);
        }));
        var names = IntStream.range(0, 120).mapToObj(i -> "e" + i).toList();
        names.forEach(name -> addChatEvent(events, name));

        release.countDown();

        await().until(() -> done.size() == names.size());
        assertThat(done).isEqualTo(names);
        assertThat(batches.stream().flatMap(List::stream)).isEqualTo(names);
        assertThat(batches)
                .hasSizeLessThan(10)
                .allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(BatchingListener.MAX_BATCH));
    }

    @Test
    void whatHappensToTheConnectionIsNotPassedByWhatHappensInChats() {
        var events = start(event -> heard.add(name(event)), batching(heard::addAll));

        addChatEvent(events, "m1");
        add(events, "closed");
        addChatEvent(events, "m2");

        await().until(() -> done.size() == 3);
        assertThat(heard).containsExactly("m1", "m1", "closed", "m2", "m2");
    }

    @Test
    void aBatchThatFailsComesAgainAsAWholeAndIsNotDoneBefore() {
        var failures = new AtomicInteger(2);
        var events = start(batching(batch -> {
            heard.add(batch + " " + done);
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("Firestore does not answer");
            }
        }));

        addChatEvent(events, "m1");

        await().until(() -> done.size() == 1);
        assertThat(heard).containsExactly("[m1] []", "[m1] []", "[m1] []");
    }

    private static BatchingListener batching(Consumer<List<String>> onAll) {
        return new BatchingListener() {
            @Override
            public void on(BridgeEvent event) {}

            @Override
            public void onAll(List<? extends BridgeEvent.FrequentEvent> events) {
                onAll.accept(events.stream().map(AccountEventsTest::name).toList());
            }
        };
    }

    private void addChatEvent(AccountEvents events, String name) {
        var origin = new BridgeEvent.Origin(ACCOUNT, 1, Instant.EPOCH);
        events.add(new BridgeEvent.PhoneNumberLearnt(origin, new ChatId(name), new ChatId(name)), () -> done.add(name));
    }

    private AccountEvents start(BridgeListener... listeners) {
        var events = new AccountEvents(ACCOUNT, List.of(listeners));
        started = Stream.concat(started.stream(), Stream.of(events)).toList();
        return events;
    }

    private void add(AccountEvents events, String name) {
        var origin = new BridgeEvent.Origin(ACCOUNT, 1, Instant.EPOCH);
        events.add(new BridgeEvent.AccountError(origin, name), () -> done.add(name));
    }

    private static String name(BridgeEvent event) {
        return event instanceof BridgeEvent.PhoneNumberLearnt learnt
                ? learnt.lid().jid()
                : ((BridgeEvent.AccountError) event).message();
    }

    /** As a call to Firestore does when its thread is interrupted. */
    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
