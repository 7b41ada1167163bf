package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.firestore.Alias;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Many at once on one thread, against the real Firestore emulator. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
class OutboxIT {
    private static final int MANY = 20;

    private final FirestoreDocuments documents;
    private final Firestore firestore;
    private final Layout layout;
    private final AccountId account;
    private final ThreadId thread;

    OutboxIT(DataLayout data, FirestoreEmulator emulator) {
        var projectId = FirestoreEmulator.newProjectId();
        this.documents = emulator.documents(projectId);
        this.firestore = FirestoreClients.open(
                new FirestoreSettings(projectId, data, Optional.of(emulator.hostAndPort()), Optional.empty()));
        this.layout = new Layout(firestore, data);
        this.account = new AccountRepository(layout, Clock.systemUTC())
                .create("Sales", PhoneNumber.parse("40714000001"))
                .id();
        this.thread = new ThreadId(account, ChatId.parse("40714900001"));
    }

    @BeforeEach
    void threadIsNew() {
        assertThat(documents.list(layout.thread(thread).getParent().getId())).isEmpty();
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    private List<QueryDocumentSnapshot> messages() {
        return Calls.await(layout.messages(thread).get()).getDocuments();
    }

    private Outbox outbox(Clock clock) {
        return new Worker(firestore, layout, "api", 1, clock).outbox;
    }

    /** One for each of many requests: within one connector they would write one after the other. */
    private List<Outbox> connectors() {
        return Stream.generate(() -> outbox(Clock.systemUTC())).limit(MANY).toList();
    }

    private OutboxRepository repository(String workerId) {
        return repository(workerId, Duration.ZERO);
    }

    private OutboxRepository repository(String workerId, Duration ahead) {
        return new OutboxRepository(
                firestore,
                layout,
                workerId,
                account -> OptionalLong.of(1),
                Duration.ofDays(30),
                Clock.offset(Clock.systemUTC(), ahead));
    }

    private SendRequest request(String uid, String clientMessageId) {
        return new SendRequest(uid, thread, "Hello from " + uid, Optional.of(clientMessageId));
    }

    private static <T> List<Future<T>> allAtOnce(List<Callable<T>> calls) throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            return executor.invokeAll(calls);
        }
    }

    @Test
    @Tag("O1")
    @Tag("S3")
    void ofManyFirstSendersOneBecomesTheOwnerAndTheOthersAreRefused() throws InterruptedException {
        var connectors = connectors();

        var outcomes = allAtOnce(IntStream.range(0, MANY)
                .<Callable<Outbox.Accepted>>mapToObj(
                        i -> () -> connectors.get(i).enqueue(request("uid-" + i, "m")))
                .toList());

        var refused = outcomes.stream()
                .filter(outcome -> outcome.state() == Future.State.FAILED)
                .map(Future::exceptionNow)
                .toList();
        assertThat(refused).hasSize(MANY - 1).allSatisfy(e -> assertThat(e).isInstanceOf(ThreadRefusedException.class));
        assertThat(documents.list(layout.outbox().getId())).hasSize(1);
        assertThat(messages()).hasSize(1);
        assertThat(documents.list(layout.thread(thread).getParent().getId()))
                .singleElement()
                .satisfies(document -> assertThat(document.text("ownerUid"))
                        .isEqualTo(documents
                                .list(layout.outbox().getId())
                                .getFirst()
                                .text("senderUid")));
    }

    @Test
    @Tag("O2")
    void manyRepeatsOfOneRequestAreOneMessage() throws InterruptedException, ExecutionException {
        var connectors = connectors();

        var outcomes = allAtOnce(IntStream.range(0, MANY)
                .<Callable<Outbox.Accepted>>mapToObj(
                        i -> () -> connectors.get(i).enqueue(request("ana", "m")))
                .toList());

        var duplicates = 0;
        for (var outcome : outcomes) {
            duplicates += outcome.get().duplicate() ? 1 : 0;
        }
        assertThat(duplicates).isEqualTo(MANY - 1);
        assertThat(documents.list(layout.outbox().getId())).hasSize(1);
    }

    @Test
    @Tag("O2")
    void aRequestWhoseEntryHasExpiredIsStillADuplicate() {
        var outbox = outbox(Clock.systemUTC());
        var first = outbox.enqueue(request("ana", "m"));
        Calls.await(layout.outboxEntry(first.id()).delete());

        assertThat(outbox.enqueue(request("ana", "m"))).isEqualTo(new Outbox.Accepted(first.id(), true));
        assertThat(documents.list(layout.outbox().getId())).isEmpty();
    }

    @Test
    @Tag("O7")
    void aClockThatRunsBackwardsDoesNotChangeTheOrderOfAThread() {
        var now = Instant.parse("2026-01-01T12:00:00Z");
        for (var hour = 0; hour < 3; hour++) {
            var clock = Clock.fixed(now.minus(Duration.ofHours(hour)), ZoneOffset.UTC);
            outbox(clock).enqueue(request("ana", "m" + hour));
        }

        var queued = repository("worker").pages(List.of(account)).next();

        assertThat(queued).extracting(OutboxEntry::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    @Tag("O4")
    void ofManyWorkersOneClaimsAnEntry() throws InterruptedException, ExecutionException {
        outbox(Clock.systemUTC()).enqueue(request("ana", "m"));
        var queued = repository("reader").pages(List.of(account)).next();

        var outcomes = allAtOnce(IntStream.range(0, MANY)
                .<Callable<List<Claim>>>mapToObj(
                        i -> () -> repository("worker-" + i).claim(queued))
                .toList());

        var claims = new ArrayList<Claim>();
        for (var outcome : outcomes) {
            claims.addAll(outcome.get());
        }
        assertThat(claims).hasSize(1);
        assertThat(documents.list(layout.outbox().getId())).singleElement().satisfies(entry -> {
            assertThat(entry.text("status")).contains("processing");
            assertThat(entry.fields()).containsEntry("attempts", 1L);
        });
    }

    @Test
    @Tag("O4")
    void whenSomebodyWasFasterAtOneEntryTheOthersOfThePageAreStillClaimed() {
        var outbox = outbox(Clock.systemUTC());
        for (var i = 0; i < 3; i++) {
            outbox.enqueue(request("ana", "m" + i));
        }
        var page = repository("reader").pages(List.of(account)).next();
        repository("faster").claim(List.of(page.get(1)));

        var claims = repository("worker").claim(page);

        assertThat(claims).extracting(claim -> claim.entry().sequence()).containsExactly(1L, 3L);
    }

    @Test
    @Tag("O5")
    void aWorkerThatLostItsClaimCanWriteNothingMore() {
        outbox(Clock.systemUTC()).enqueue(request("ana", "m"));
        var worker = repository("worker");
        var claim = worker.claim(worker.pages(List.of(account)).next()).getFirst();
        var later = repository("sweeper", Duration.ofSeconds(61));

        var recovered = later.recoverExpired(Set.of(account));

        assertThat(recovered).isEqualTo(1);
        assertThatThrownBy(() -> worker.sent(claim)).isInstanceOf(WriteConflictException.class);
        assertThatThrownBy(() -> worker.renew(claim)).isInstanceOf(WriteConflictException.class);
        assertThat(documents.list(layout.outbox().getId()).getFirst().text("status"))
                .contains("queued");
    }

    @Test
    @Tag("O5")
    void aLeaseThatIsRenewedDoesNotExpire() {
        outbox(Clock.systemUTC()).enqueue(request("ana", "m"));
        var worker = repository("worker");
        var claim = worker.claim(worker.pages(List.of(account)).next()).getFirst();

        repository("worker", Duration.ofSeconds(30)).renew(claim);

        assertThat(repository("sweeper", Duration.ofSeconds(61)).recoverExpired(Set.of(account)))
                .isZero();
    }

    @Test
    @Tag("O2")
    @Tag("I3")
    void whoIsNamedByTheNumberIsWrittenToInTheThreadOfTheLid() {
        var lid = new ChatId("777@lid");
        Calls.await(layout.alias(account, thread.chat()).create(new Alias(lid, lid, thread.chat()).fields()));

        var first = outbox(Clock.systemUTC()).enqueue(request("ana", "m"));
        var second = outbox(Clock.systemUTC()).enqueue(request("ana", "m"));

        assertThat(second).isEqualTo(new Outbox.Accepted(first.id(), true));
        assertThat(documents.list(layout.thread(thread).getParent().getId()))
                .singleElement()
                .satisfies(document -> assertThat(document.text("chatId")).contains(lid.jid()));
        assertThat(documents.list(layout.outbox().getId()))
                .singleElement()
                .satisfies(document -> assertThat(document.text("chatId")).contains(lid.jid()));
    }
}
