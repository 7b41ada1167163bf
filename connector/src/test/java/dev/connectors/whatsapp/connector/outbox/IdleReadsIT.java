package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What it costs to have nothing to do, counted in documents that Firestore hands over. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
class IdleReadsIT {
    private static final AccountId SALES = new AccountId("sales");
    private static final AccountId UNPAIRED = new AccountId("unpaired");
    /** As many as one commit takes, and more than any page or memory. */
    private static final int BATCHES = 4;

    private static final int BATCH = 400;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final FirestoreTraffic traffic = new FirestoreTraffic();
    private final Firestore firestore;
    private final Layout layout;
    private final OutboxRepository repository;

    IdleReadsIT(DataLayout data, FirestoreEmulator emulator) {
        this.firestore = traffic.open(emulator, FirestoreEmulator.newProjectId());
        this.layout = new Layout(firestore, data);
        this.repository = new OutboxRepository(
                firestore, layout, "worker", account -> OptionalLong.of(1), Duration.ofDays(30), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    /** What the worker does from its start until it waits, and a sweep later. */
    private int documentsOfAnIdleMinute() throws InterruptedException {
        var wakeup = new Wakeup();
        var feed = new OutboxFeed(repository, wakeup);
        var inFlight = new InFlight();
        var next = new NextMessages(
                repository,
                feed,
                inFlight,
                new ThreadProgress(),
                new SendPace(account -> 60),
                new Conversations(repository),
                new AccountRegistry(account -> OptionalLong.of(1)));
        var canSend = Set.of(SALES);
        var before = traffic.soFar().delivered();

        repository.recoverLeftBehind(canSend, inFlight::holds);
        assertThat(next.choose(canSend, Instant.now(), 100)).isEmpty();
        feed.listen(canSend);
        wakeup.await(LONG);
        assertThat(feed.seesAll()).isTrue();
        assertThat(next.choose(canSend, Instant.now(), 100)).isEmpty();
        repository.recoverExpired(canSend);
        feed.close();
        return traffic.soFar().delivered() - before;
    }

    private void accept(int from, int count) {
        var batch = firestore.batch();
        for (var i = from; i < from + count; i++) {
            var thread = new ThreadId(UNPAIRED, ChatId.parse("4071910%04d".formatted(i % 50)));
            var request = new SendRequest("ana", thread, "Message", Optional.of("m" + i));
            var message =
                    layout.message(thread, MessageKey.outbound(request.id().waMessageId()));
            var at = Instant.EPOCH.plusSeconds(i);
            batch.create(
                    layout.outboxEntry(request.id()),
                    EntryDocument.created(layout.data(), request.id(), request, 1 + i / 50, message, at, at));
        }
        Calls.await(batch.commit());
    }

    @Test
    @Tag("O9")
    void thousandsThatWaitForAnAccountThatCannotSendCostTheOthersNothing() throws InterruptedException {
        var withEmptyQueue = documentsOfAnIdleMinute();
        for (var i = 0; i < BATCHES; i++) {
            accept(i * BATCH, BATCH);
        }

        assertThat(documentsOfAnIdleMinute()).isEqualTo(withEmptyQueue).isZero();
        assertThat(countOf(UNPAIRED)).as("the counter counts").isEqualTo(BATCHES * BATCH);
    }

    private int countOf(AccountId account) {
        var before = traffic.soFar().delivered();
        var pages = repository.pages(List.of(account));
        while (!pages.isAtEnd()) {
            pages.next();
        }
        return traffic.soFar().delivered() - before;
    }
}
