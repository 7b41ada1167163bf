package dev.connectors.whatsapp.connector.firestore;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.CommitResponse;
import com.google.firestore.v1.ListenResponse;
import com.google.firestore.v1.RunAggregationQueryResponse;
import com.google.firestore.v1.RunQueryResponse;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Counts what a client and its Firestore say to each other, by the document; and loses an answer on request. */
public final class FirestoreTraffic {
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger missed = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicReference<@Nullable Status> instead = new AtomicReference<>();

    /**
     * What was counted up to a moment, or between two.
     *
     * @param delivered documents that Firestore handed over, by whatever way
     * @param missed documents that were asked for by name and are not there: they cost as much as others
     * @param writes documents written
     * @param commits calls that wrote them; one that is refused writes nothing and is not counted
     */
    public record Count(int delivered, int missed, int writes, int commits) {
        public int reads() {
            return delivered + missed;
        }

        private Count minus(Count before) {
            return new Count(
                    delivered - before.delivered,
                    missed - before.missed,
                    writes - before.writes,
                    commits - before.commits);
        }
    }

    /** A client whose traffic is counted here. */
    public Firestore open(FirestoreEmulator emulator, String projectId) {
        var credentials = new FirestoreOptions.EmulatorCredentials();
        return FirestoreOptions.newBuilder()
                .setProjectId(projectId)
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
    }

    public Count soFar() {
        return new Count(delivered.get(), missed.get(), writes.get(), commits.get());
    }

    /** The next commit is applied, and its caller hears this instead. */
    public void loseTheNextCommitsAnswer(Status heard) {
        instead.set(heard);
    }

    /** What the action costs. */
    public Count of(Runnable action) {
        var before = soFar();
        action.run();
        return soFar().minus(before);
    }

    private final class Counter implements ClientInterceptor {
        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<R> listener, Metadata headers) {
                    super.start(
                            new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {
                                private @Nullable Status lost;

                                @Override
                                public void onMessage(R message) {
                                    count(message);
                                    lost = message instanceof CommitResponse ? instead.getAndSet(null) : null;
                                    if (lost == null) {
                                        super.onMessage(message);
                                    }
                                }

                                @Override
                                public void onClose(Status status, Metadata trailers) {
                                    super.onClose(lost == null ? status : lost, trailers);
                                }
                            },
                            headers);
                }
            };
        }

        private void count(Object message) {
            switch (message) {
                // Up to a thousand documents are counted at the price of one.
                case RunAggregationQueryResponse r -> delivered.addAndGet(r.hasResult() ? 1 : 0);
                case RunQueryResponse r -> delivered.addAndGet(r.hasDocument() ? 1 : 0);
                case BatchGetDocumentsResponse r -> {
                    delivered.addAndGet(r.hasFound() ? 1 : 0);
                    missed.addAndGet(r.getMissing().isEmpty() ? 0 : 1);
                }
                case ListenResponse r -> delivered.addAndGet(r.hasDocumentChange() ? 1 : 0);
                case CommitResponse r -> {
                    writes.addAndGet(r.getWriteResultsCount());
                    commits.incrementAndGet();
                }
                default -> {}
            }
        }
    }
}
