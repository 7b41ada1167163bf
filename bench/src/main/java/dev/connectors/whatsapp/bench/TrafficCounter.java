package dev.connectors.whatsapp.bench;

import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.CommitResponse;
import com.google.firestore.v1.ListenResponse;
import com.google.firestore.v1.RunQueryResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a connector and the Firestore emulator, passes every call on, and counts what Firestore would bill: as a
 * read a document that a query, a get or a listener hands over, and a query that finds nothing; as a write each document.
 */
final class TrafficCounter implements AutoCloseable {
    private static final String SERVICE = "google.firestore.v1.Firestore/";

    private final ManagedChannel emulator;
    private final Server server;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicLong writes = new AtomicLong();

    private TrafficCounter(String emulatorHostAndPort) throws IOException {
        this.emulator = NettyChannelBuilder.forTarget(emulatorHostAndPort)
                .usePlaintext()
                .build();
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .fallbackHandlerRegistry(new Everything())
                .build()
                .start();
    }

    static TrafficCounter start(String emulatorHostAndPort) throws IOException {
        return new TrafficCounter(emulatorHostAndPort);
    }

    /** The value for {@code FIRESTORE_EMULATOR_HOST}. */
    String hostAndPort() {
        return "127.0.0.1:" + server.getPort();
    }

    long reads() {
        return reads.get();
    }

    long writes() {
        return writes.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
        emulator.shutdownNow();
    }

    /** Any method, its messages as bytes. */
    private final class Everything extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
            var method = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                    .setFullMethodName(name)
                    .setType(MethodType.UNKNOWN)
                    .build();
            return ServerMethodDefinition.create(method, new PassOn());
        }
    }

    private final class PassOn implements ServerCallHandler<byte[], byte[]> {
        @Override
        public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> from, Metadata headers) {
            var to = emulator.newCall(from.getMethodDescriptor(), CallOptions.DEFAULT);
            to.start(new Answer(from, to), headers);
            to.request(1);
            from.request(1);
            return new Question(from, to);
        }
    }

    /** What the connector says. */
    private static final class Question extends ServerCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> from;
        private final ClientCall<byte[], byte[]> to;

        Question(ServerCall<byte[], byte[]> from, ClientCall<byte[], byte[]> to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void onMessage(byte[] message) {
            to.sendMessage(message);
            from.request(1);
        }

        @Override
        public void onHalfClose() {
            to.halfClose();
        }

        @Override
        public void onCancel() {
            to.cancel("the caller has gone", null);
        }
    }

    /** What the emulator answers. */
    private final class Answer extends ClientCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> from;
        private final ClientCall<byte[], byte[]> to;
        private boolean isEmptyQuery;

        Answer(ServerCall<byte[], byte[]> from, ClientCall<byte[], byte[]> to) {
            this.from = from;
            this.to = to;
            this.isEmptyQuery = from.getMethodDescriptor().getFullMethodName().equals(SERVICE + "RunQuery");
        }

        @Override
        public void onHeaders(Metadata headers) {
            from.sendHeaders(headers);
        }

        @Override
        public void onMessage(byte[] message) {
            var documents = documentsIn(from.getMethodDescriptor().getFullMethodName(), message);
            isEmptyQuery &= documents == 0;
            reads.addAndGet(documents);
            writes.addAndGet(writesIn(from.getMethodDescriptor().getFullMethodName(), message));
            from.sendMessage(message);
            to.request(1);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (isEmptyQuery) {
                reads.incrementAndGet();
            }
            from.close(status, trailers);
        }
    }

    private static int documentsIn(String method, byte[] message) {
        try {
            return switch (method) {
                case SERVICE + "RunQuery" -> RunQueryResponse.parseFrom(message).hasDocument() ? 1 : 0;
                // A missing one is looked for as well.
                case SERVICE + "BatchGetDocuments" ->
                    BatchGetDocumentsResponse.parseFrom(message).getResultCase()
                                    == BatchGetDocumentsResponse.ResultCase.RESULT_NOT_SET
                            ? 0
                            : 1;
                case SERVICE + "Listen" -> ListenResponse.parseFrom(message).hasDocumentChange() ? 1 : 0;
                default -> 0;
            };
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException("The emulator's answer to %s cannot be read".formatted(method), e);
        }
    }

    private static int writesIn(String method, byte[] message) {
        try {
            return method.equals(SERVICE + "Commit")
                    ? CommitResponse.parseFrom(message).getWriteResultsCount()
                    : 0;
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException("The emulator's answer to %s cannot be read".formatted(method), e);
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("A message could not be read", e);
            }
        }
    }
}
