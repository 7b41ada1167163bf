package dev.connectors.whatsapp.connector.rehearsal;

import com.google.firestore.v1.AggregationResult;
import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.CommitResponse;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.ListenRequest;
import com.google.firestore.v1.ListenResponse;
import com.google.firestore.v1.RunAggregationQueryRequest;
import com.google.firestore.v1.RunAggregationQueryResponse;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.TargetChange;
import com.google.firestore.v1.TargetChange.TargetChangeType;
import com.google.firestore.v1.Value;
import com.google.firestore.v1.Write;
import com.google.firestore.v1.WriteResult;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps documents in memory and gives them back by their names. It knows no conditions, and finds nothing by a query: whoever
 * starts finds an empty database, and what it writes itself.
 */
final class StandInFirestore implements AutoCloseable {
    private static final String SERVICE = "google.firestore.v1.Firestore";

    private final Map<String, Document> documents = new ConcurrentHashMap<>();
    private final Server server;

    private StandInFirestore() throws IOException {
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(service())
                .build()
                .start();
    }

    static StandInFirestore start() throws IOException {
        return new StandInFirestore();
    }

    String hostAndPort() {
        return "127.0.0.1:" + server.getPort();
    }

    private ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(
                        method(
                                "BatchGetDocuments",
                                MethodType.SERVER_STREAMING,
                                BatchGetDocumentsRequest.getDefaultInstance(),
                                BatchGetDocumentsResponse.getDefaultInstance()),
                        ServerCalls.asyncServerStreamingCall(this::get))
                .addMethod(
                        method(
                                "Commit",
                                MethodType.UNARY,
                                CommitRequest.getDefaultInstance(),
                                CommitResponse.getDefaultInstance()),
                        ServerCalls.asyncUnaryCall(this::commit))
                .addMethod(
                        method(
                                "RunQuery",
                                MethodType.SERVER_STREAMING,
                                RunQueryRequest.getDefaultInstance(),
                                RunQueryResponse.getDefaultInstance()),
                        ServerCalls.asyncServerStreamingCall(StandInFirestore::query))
                .addMethod(
                        method(
                                "RunAggregationQuery",
                                MethodType.SERVER_STREAMING,
                                RunAggregationQueryRequest.getDefaultInstance(),
                                RunAggregationQueryResponse.getDefaultInstance()),
                        ServerCalls.asyncServerStreamingCall(StandInFirestore::count))
                .addMethod(
                        method(
                                "Listen",
                                MethodType.BIDI_STREAMING,
                                ListenRequest.getDefaultInstance(),
                                ListenResponse.getDefaultInstance()),
                        ServerCalls.asyncBidiStreamingCall(Listener::new))
                .build();
    }

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
            String name, MethodType type, Q request, A answer) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setType(type)
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
    }

    private void get(BatchGetDocumentsRequest request, StreamObserver<BatchGetDocumentsResponse> answers) {
        for (var name : request.getDocumentsList()) {
            var answer = BatchGetDocumentsResponse.newBuilder().setReadTime(now());
            var found = documents.get(name);
            answers.onNext((found == null ? answer.setMissing(name) : answer.setFound(found)).build());
        }
        answers.onCompleted();
    }

    private void commit(CommitRequest request, StreamObserver<CommitResponse> answers) {
        var time = now();
        var answer = CommitResponse.newBuilder().setCommitTime(time);
        for (var write : request.getWritesList()) {
            apply(write, time);
            answer.addWriteResults(WriteResult.newBuilder().setUpdateTime(time));
        }
        answers.onNext(answer.build());
        answers.onCompleted();
    }

    /** What a write would take away stays. */
    private void apply(Write write, Timestamp time) {
        if (write.hasUpdate()) {
            documents.merge(
                    write.getUpdate().getName(),
                    write.getUpdate().toBuilder()
                            .setCreateTime(time)
                            .setUpdateTime(time)
                            .build(),
                    (before, now) -> before.toBuilder()
                            .putAllFields(now.getFieldsMap())
                            .setUpdateTime(time)
                            .build());
        }
    }

    private static void query(RunQueryRequest request, StreamObserver<RunQueryResponse> answers) {
        answers.onNext(RunQueryResponse.newBuilder().setReadTime(now()).build());
        answers.onCompleted();
    }

    private static void count(RunAggregationQueryRequest request, StreamObserver<RunAggregationQueryResponse> answers) {
        var result = AggregationResult.newBuilder();
        for (var aggregation : request.getStructuredAggregationQuery().getAggregationsList()) {
            result.putAggregateFields(
                    aggregation.getAlias(),
                    Value.newBuilder().setIntegerValue(0).build());
        }
        answers.onNext(RunAggregationQueryResponse.newBuilder()
                .setResult(result)
                .setReadTime(now())
                .build());
        answers.onCompleted();
    }

    /** Says that there is nothing, and nothing more. */
    private record Listener(StreamObserver<ListenResponse> answers) implements StreamObserver<ListenRequest> {
        @Override
        public void onNext(ListenRequest request) {
            if (request.hasAddTarget()) {
                var target = request.getAddTarget().getTargetId();
                tell(TargetChange.newBuilder()
                        .setTargetChangeType(TargetChangeType.ADD)
                        .addTargetIds(target));
                tell(TargetChange.newBuilder()
                        .setTargetChangeType(TargetChangeType.CURRENT)
                        .addTargetIds(target)
                        .setReadTime(now()));
                // Of all targets: what was told is whole now.
                tell(TargetChange.newBuilder().setReadTime(now()));
            }
        }

        private void tell(TargetChange.Builder change) {
            answers.onNext(ListenResponse.newBuilder().setTargetChange(change).build());
        }

        @Override
        public void onError(Throwable cancelled) {
            // The client listens no longer, and there is nothing to be given back.
        }

        @Override
        public void onCompleted() {
            answers.onCompleted();
        }
    }

    private static Timestamp now() {
        var now = Instant.now();
        return Timestamp.newBuilder()
                .setSeconds(now.getEpochSecond())
                .setNanos(now.getNano())
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
