package dev.connectors.whatsapp.connector.outbox;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.ListenResponse;
import com.google.firestore.v1.RunQueryResponse;
import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final AtomicInteger documents = new AtomicInteger();
    private final Firestore firestore;
    private final Layout layout;
    private final OutboxRepository repository;

    IdleReadsIT(DataLayout data, FirestoreEmulator emulator) {
        var credentials = new FirestoreOptions.EmulatorCredentials();
        this.firestore = FirestoreOptions.newBuilder()
                .setProjectId(FirestoreEmulator.newProjectId())
                .setHost(emulator.hostAndPort())
                .setCredentials(credentials)
                .setCredentialsProvider(FixedCredentialsProvider.create(credentials))
                .setChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                        .setEndpoint(emulator.hostAndPort())
                        .setChannelConfigurator(builder -> builder.usePlaintext())
                        .setInterceptorProvider(() -> List.of(new Counter()))
                        .build())
                .build()
                .getService();
        this.layout = new Layout(firestore, data);
        this.repository = new OutboxRepository(
                firestore, layout, "worker", account -> OptionalLong.of(1), Duration.ofDays(30), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    private final class Counter implements ClientInterceptor {
        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<R> listener, Metadata headers) {
                    super.start(
                            new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {
                                @Override
                                public void onMessage(R message) {
                                    documents.addAndGet(documentsIn(message));
                                    super.onMessage(message);
                                }
                            },
                            headers);
                }
            };
        }

        private int documentsIn(Object message) {
            return switch (message) {
                case RunQueryResponse r -> r.hasDocument() ? 1 : 0;
                case BatchGetDocumentsResponse r -> r.hasFound() ? 1 : 0;
                case ListenResponse r -> r.hasDocumentChange() ? 1 : 0;
                default -> 0;
            };
        }
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
        var before = documents.get();

        repository.recoverLeftBehind(canSend, inFlight::holds);
        assertThat(next.choose(canSend, Instant.now(), 100)).isEmpty();
        feed.listen(canSend);
        wakeup.await(LONG);
        assertThat(feed.seesAll()).isTrue();
        assertThat(next.choose(canSend, Instant.now(), 100)).isEmpty();
        repository.recoverExpired(canSend);
        feed.close();
        return documents.get() - before;
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
        var before = documents.get();
        var pages = repository.pages(List.of(account));
        while (!pages.isAtEnd()) {
            pages.next();
        }
        return documents.get() - before;
    }
}
