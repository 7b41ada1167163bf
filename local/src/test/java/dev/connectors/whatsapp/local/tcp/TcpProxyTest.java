package dev.connectors.whatsapp.local.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TcpProxyTest {
    private static final int LONG_MS = 20_000;
    private static final int MOMENT_MS = 100;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final TcpProxy line = new TcpProxy("127.0.0.1:" + server.getLocalPort());

    TcpProxyTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        line.close();
        server.close();
    }

    private Socket connect() throws IOException {
        var hostAndPort = line.hostAndPort();
        var port = Integer.parseInt(hostAndPort.substring(hostAndPort.indexOf(':') + 1));
        var client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(LONG_MS);
        return client;
    }

    private Socket accept() throws IOException {
        var socket = server.accept();
        socket.setSoTimeout(LONG_MS);
        return socket;
    }

    @Test
    void bothSidesHearEachOther() throws IOException {
        try (var client = connect();
                var upstream = accept()) {
            client.getOutputStream().write(1);
            upstream.getOutputStream().write(2);

            assertThat(upstream.getInputStream().read()).isEqualTo(1);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void whatIsSaidOnAFrozenLineArrivesWhenItThaws() throws IOException {
        try (var client = connect();
                var upstream = accept()) {
            line.freeze();
            client.getOutputStream().write(1);
            upstream.setSoTimeout(MOMENT_MS);
            assertThatThrownBy(() -> upstream.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            line.thaw();

            upstream.setSoTimeout(LONG_MS);
            assertThat(upstream.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void aCutEndsWhatIsOpenAndWhatComesUntilItIsMended() throws IOException {
        try (var before = connect();
                var upstream = accept()) {
            line.cut();
            assertThat(upstream.getInputStream().read()).isEqualTo(-1);
            assertThat(before.getInputStream().read()).isEqualTo(-1);
        }
        try (var meanwhile = connect();
                var upstream = accept()) {
            assertThat(upstream.getInputStream().read()).isEqualTo(-1);
            assertThat(meanwhile.getInputStream().read()).isEqualTo(-1);
        }

        line.mend();

        try (var after = connect();
                var upstream = accept()) {
            after.getOutputStream().write(3);
            assertThat(upstream.getInputStream().read()).isEqualTo(3);
        }
    }
}
