package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Acknowledgements that come at once, against the real Firestore emulator. */
@Tag("O6")
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
class SentTogetherIT {
    private static final int MANY = 150;

    private final Firestore firestore;
    private final Layout layout;
    private final OutboxRepository repository;
    private final SentTogether together;

    SentTogetherIT(DataLayout data, FirestoreEmulator emulator) {
        this.firestore = FirestoreClients.open(new FirestoreSettings(
                FirestoreEmulator.newProjectId(), data, Optional.of(emulator.hostAndPort()), Optional.empty()));
        this.layout = new Layout(firestore, data);
        this.repository = new OutboxRepository(
                firestore, layout, "worker", account -> OptionalLong.of(1), Duration.ofDays(30), Clock.systemUTC());
        this.together = new SentTogether(repository);
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    /** So many entries, each of an account and a thread of its own. */
    private List<Claim> claimed(int count) {
        var batch = firestore.batch();
        for (var i = 0; i < count; i++) {
            var thread = new ThreadId(new AccountId("account" + i), ChatId.parse("40719100000"));
            var request = new SendRequest("ana", thread, "Hello", Optional.of("m"));
            var message =
                    layout.message(thread, MessageKey.outbound(request.id().waMessageId()));
            batch.create(
                    layout.outboxEntry(request.id()),
                    EntryDocument.created(
                            layout.data(), request.id(), request, 1, message, Instant.EPOCH, Instant.EPOCH));
            batch.create(message, Map.of(layout.data().deliveryField(), "queued"));
        }
        Calls.await(batch.commit());
        var entries = Calls.await(layout.outbox().get()).getDocuments().stream()
                .map(document -> EntryDocument.read(layout.data(), document))
                .toList();
        return repository.claim(entries);
    }

    private String status(Claim claim) {
        var entry = Calls.await(layout.outboxEntry(claim.entry().id()).get());
        var message = Calls.await(layout.message(
                        claim.entry().thread(),
                        MessageKey.outbound(claim.entry().waMessageId()))
                .get());
        return entry.getString(EntryDocument.STATUS) + ", "
                + message.getString(layout.data().deliveryField());
    }

    @Test
    void whateverComesAtOnceIsWritten() throws InterruptedException {
        var claims = claimed(MANY);

        List<Future<List<Claim>>> refused;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            refused = executor.invokeAll(IntStream.range(0, MANY / 3)
                    .<Callable<List<Claim>>>mapToObj(i -> () -> together.write(claims.subList(3 * i, 3 * i + 3)))
                    .toList());
        }

        assertThat(refused)
                .allSatisfy(outcome -> assertThat(outcome.resultNow()).isEmpty());
        assertThat(claims).allSatisfy(claim -> assertThat(status(claim)).isEqualTo("sent, sent"));
    }

    @Test
    void ofACommitWithALostClaimNothingIsWrittenAndItSaysSo() {
        var claims = claimed(2);
        repository.release(claims.getFirst(), Instant.EPOCH, 0, "somebody else's");

        var refused = together.write(claims);

        assertThat(refused).isEqualTo(claims);
        assertThat(claims).allSatisfy(claim -> assertThat(status(claim)).doesNotContain("sent"));
        assertThat(together.write(claims.subList(1, 2))).isEmpty();
        assertThat(status(claims.getLast())).isEqualTo("sent, sent");
    }
}
