package dev.connectors.whatsapp.connector.bridge;

import com.google.protobuf.ByteString;
import dev.connectors.whatsapp.bridge.v1.AcknowledgeRequest;
import dev.connectors.whatsapp.bridge.v1.ActivateSessionRequest;
import dev.connectors.whatsapp.bridge.v1.BridgeServiceGrpc;
import dev.connectors.whatsapp.bridge.v1.BridgeServiceGrpc.BridgeServiceBlockingStub;
import dev.connectors.whatsapp.bridge.v1.ConnectRequest;
import dev.connectors.whatsapp.bridge.v1.DisconnectRequest;
import dev.connectors.whatsapp.bridge.v1.EventsRequest;
import dev.connectors.whatsapp.bridge.v1.EventsResponse;
import dev.connectors.whatsapp.bridge.v1.ExportSessionRequest;
import dev.connectors.whatsapp.bridge.v1.ImportSessionRequest;
import dev.connectors.whatsapp.bridge.v1.ListSessionsRequest;
import dev.connectors.whatsapp.bridge.v1.LogOutRequest;
import dev.connectors.whatsapp.bridge.v1.RenewLeaseRequest;
import dev.connectors.whatsapp.bridge.v1.SendRequest;
import dev.connectors.whatsapp.bridge.v1.TextContent;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The bridge's commands, over its Unix domain socket. Every failure is a {@link BridgeException}. */
public final class BridgeClient implements AutoCloseable {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);
    /** Baileys asks the server for the recipient's devices and keys first, up to a minute for each query. */
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(130);

    /** A session with a week of messages has to be read, or written and synced. */
    private static final Duration TRANSFER_TIMEOUT = Duration.ofSeconds(60);

    /** A picture as raw protobuf, or a whole session, may be larger than gRPC's default of 4 MiB allows. */
    private static final int MAX_BYTES = 64 << 20;

    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ManagedChannel channel;
    private final BridgeServiceBlockingStub stub;

    /**
     * Connects at the first command.
     *
     * @param socket the Unix domain socket; it need not exist yet
     */
    public BridgeClient(Path socket) {
        this.channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .eventLoopGroup(eventLoop)
                .overrideAuthority("localhost")
                .usePlaintext()
                .maxInboundMessageSize(MAX_BYTES)
                .build();
        this.stub = BridgeServiceGrpc.newBlockingStub(channel);
    }

    /**
     * What the bridge says of its host and its volume.
     *
     * @param nowMs the time of a clock that never jumps, in milliseconds
     * @param volume names the volume for as long as that lives
     * @param volumeProblem what keeps the bridge from writing to it; empty when nothing does
     */
    record LeaseAnswer(long nowMs, String volume, String volumeProblem) {}

    /** @param untilMs by the clock of {@link LeaseAnswer#nowMs()}: until when it may hold connections; empty only asks */
    LeaseAnswer renewLease(OptionalLong untilMs) {
        var request = RenewLeaseRequest.newBuilder();
        untilMs.ifPresent(request::setUntilMs);
        var response = call(() -> within(COMMAND_TIMEOUT).renewLease(request.build()));
        return new LeaseAnswer(response.getNowMs(), response.getVolumeId(), response.getVolumeProblem());
    }

    /**
     * Begins to connect; what becomes of it arrives as events.
     *
     * @param proxy through which everything goes
     * @param codeFor the phone that an unlinked session is linked to by a code, instead of by QR
     * @return the number of this connection
     */
    public long connect(AccountId account, Optional<Proxy> proxy, Optional<PhoneNumber> codeFor) {
        var request = ConnectRequest.newBuilder().setAccountId(account.value());
        proxy.map(Translation::proxy).ifPresent(request::setProxy);
        codeFor.map(PhoneNumber::digits).ifPresent(request::setPairingPhoneNumber);
        return call(() -> within(COMMAND_TIMEOUT).connect(request.build())).getConnection();
    }

    /** Closes the account's socket and keeps its session. */
    public void disconnect(AccountId account) {
        call(() -> within(COMMAND_TIMEOUT)
                .disconnect(DisconnectRequest.newBuilder()
                        .setAccountId(account.value())
                        .build()));
    }

    /**
     * Unlinks the device and deletes the session.
     *
     * @param force also when the account is not connected, so that WhatsApp does not hear of it
     */
    public void logOut(AccountId account, boolean force) {
        call(() -> within(COMMAND_TIMEOUT)
                .logOut(LogOutRequest.newBuilder()
                        .setAccountId(account.value())
                        .setForce(force)
                        .build()));
    }

    /** What a send that was not refused came to. */
    public enum Sent {
        /** It is written to the socket; the server's answer arrives as an event. */
        WRITTEN,
        /** The server is known to have taken this id before: nothing was written, and no answer will arrive. */
        ALREADY_ACKNOWLEDGED
    }

    /** Returns when the message is written to the socket, or need not be. */
    public Sent sendText(AccountId account, WaMessageId id, ChatId to, String body) {
        var response = call(() -> within(SEND_TIMEOUT)
                .send(SendRequest.newBuilder()
                        .setAccountId(account.value())
                        .setMessageId(id.value())
                        .setToJid(to.jid())
                        .setText(TextContent.newBuilder().setBody(body))
                        .build()));
        return response.getAlreadyAcknowledged() ? Sent.ALREADY_ACKNOWLEDGED : Sent.WRITTEN;
    }

    /** How every account known to the bridge is just now. */
    public List<BridgeSession> sessions() {
        var response = call(() -> within(COMMAND_TIMEOUT).listSessions(ListSessionsRequest.getDefaultInstance()));
        return response.getSessionsList().stream().map(Translation::session).toList();
    }

    /** As {@link #sessions()}, once the bridge is there. */
    public List<BridgeSession> awaitSessions(Duration atMost) {
        call(() -> within(atMost).withWaitForReady().listSessions(ListSessionsRequest.getDefaultInstance()));
        return sessions();
    }

    /** All of the account's session, which connects no more from the bridge's volume. */
    public byte[] exportSession(AccountId account) {
        var request = ExportSessionRequest.newBuilder().setAccountId(account.value());
        return call(() -> within(TRANSFER_TIMEOUT).exportSession(request.build()))
                .getSession()
                .toByteArray();
    }

    /**
     * Puts a session onto the bridge's volume. It does not connect before {@link #activateSession}.
     *
     * @param replace whether a session that the account has there is given up
     */
    public void importSession(AccountId account, byte[] session, boolean replace) {
        var request = ImportSessionRequest.newBuilder()
                .setAccountId(account.value())
                .setSession(ByteString.copyFrom(session))
                .setReplace(replace);
        call(() -> within(TRANSFER_TIMEOUT).importSession(request.build()));
    }

    public void activateSession(AccountId account) {
        var request = ActivateSessionRequest.newBuilder().setAccountId(account.value());
        call(() -> within(COMMAND_TIMEOUT).activateSession(request.build()));
    }

    /** Forgets that earlier tries failed: the next command tries at once. */
    void resetBackoff() {
        channel.resetConnectBackoff();
    }

    /** All events not acknowledged yet, then new ones; reading blocks, and not reading holds the bridge back. */
    Iterator<EventsResponse> events() {
        return call(() -> stub.withWaitForReady().events(EventsRequest.getDefaultInstance()));
    }

    void acknowledge(Collection<Long> sequences) {
        call(() -> within(COMMAND_TIMEOUT)
                .acknowledge(AcknowledgeRequest.newBuilder()
                        .addAllSequences(sequences)
                        .build()));
    }

    private BridgeServiceBlockingStub within(Duration timeout) {
        return stub.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static <T> T call(Supplier<T> rpc) {
        try {
            return rpc.get();
        } catch (StatusRuntimeException e) {
            throw new BridgeException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var ended = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        ended.awaitUninterruptibly(1, TimeUnit.SECONDS);
    }
}
