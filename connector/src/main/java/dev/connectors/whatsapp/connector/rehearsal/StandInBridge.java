package dev.connectors.whatsapp.connector.rehearsal;

import com.google.protobuf.Timestamp;
import dev.connectors.whatsapp.bridge.v1.AcknowledgeRequest;
import dev.connectors.whatsapp.bridge.v1.AcknowledgeResponse;
import dev.connectors.whatsapp.bridge.v1.BridgeServiceGrpc.BridgeServiceImplBase;
import dev.connectors.whatsapp.bridge.v1.ConnectRequest;
import dev.connectors.whatsapp.bridge.v1.ConnectResponse;
import dev.connectors.whatsapp.bridge.v1.ConnectionOpened;
import dev.connectors.whatsapp.bridge.v1.EventsRequest;
import dev.connectors.whatsapp.bridge.v1.EventsResponse;
import dev.connectors.whatsapp.bridge.v1.ListSessionsRequest;
import dev.connectors.whatsapp.bridge.v1.ListSessionsResponse;
import dev.connectors.whatsapp.bridge.v1.OfflineDrained;
import dev.connectors.whatsapp.bridge.v1.RenewLeaseRequest;
import dev.connectors.whatsapp.bridge.v1.RenewLeaseResponse;
import dev.connectors.whatsapp.bridge.v1.SendRequest;
import dev.connectors.whatsapp.bridge.v1.SendResponse;
import dev.connectors.whatsapp.bridge.v1.ServerAck;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Connects every account at once and acknowledges every message. */
final class StandInBridge extends BridgeServiceImplBase implements AutoCloseable {
    private static final int CONNECTION = 1;

    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Semaphore given = new Semaphore(0);
    private final Server server;
    private @Nullable StreamObserver<EventsResponse> subscriber;
    private long sequence;

    private StandInBridge(Path socket) throws IOException {
        this.server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .addService(this)
                .build()
                .start();
    }

    static StandInBridge start(Path socket) throws IOException {
        return new StandInBridge(socket);
    }

    /** Returns whether it was given a further message in that time. */
    boolean awaitMessage(Duration atMost) throws InterruptedException {
        return given.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void renewLease(RenewLeaseRequest request, StreamObserver<RenewLeaseResponse> answers) {
        answer(
                answers,
                RenewLeaseResponse.newBuilder()
                        .setNowMs(Duration.ofNanos(System.nanoTime()).toMillis())
                        .setVolumeId("rehearsal")
                        .build());
    }

    @Override
    public void listSessions(ListSessionsRequest request, StreamObserver<ListSessionsResponse> answers) {
        answer(answers, ListSessionsResponse.getDefaultInstance());
    }

    @Override
    public synchronized void events(EventsRequest request, StreamObserver<EventsResponse> answers) {
        subscriber = answers;
    }

    @Override
    public void connect(ConnectRequest request, StreamObserver<ConnectResponse> answers) {
        answer(answers, ConnectResponse.newBuilder().setConnection(CONNECTION).build());
        var jid = "40712345678@s.whatsapp.net";
        publish(
                request.getAccountId(),
                EventsResponse.newBuilder()
                        .setConnectionOpened(ConnectionOpened.newBuilder().setJid(jid)));
        publish(
                request.getAccountId(),
                EventsResponse.newBuilder().setOfflineDrained(OfflineDrained.getDefaultInstance()));
    }

    @Override
    public void send(SendRequest request, StreamObserver<SendResponse> answers) {
        answer(answers, SendResponse.getDefaultInstance());
        publish(
                request.getAccountId(),
                EventsResponse.newBuilder().setServerAck(ServerAck.newBuilder().setMessageId(request.getMessageId())));
        given.release();
    }

    @Override
    public void acknowledge(AcknowledgeRequest request, StreamObserver<AcknowledgeResponse> answers) {
        answer(answers, AcknowledgeResponse.getDefaultInstance());
    }

    private synchronized void publish(String account, EventsResponse.Builder event) {
        var now = Instant.now();
        if (subscriber != null) {
            subscriber.onNext(event.setSequence(++sequence)
                    .setAccountId(account)
                    .setConnection(CONNECTION)
                    .setOccurredAt(Timestamp.newBuilder()
                            .setSeconds(now.getEpochSecond())
                            .setNanos(now.getNano()))
                    .build());
        }
    }

    private static <T> void answer(StreamObserver<T> answers, T answer) {
        answers.onNext(answer);
        answers.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
        var ended = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        ended.awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
