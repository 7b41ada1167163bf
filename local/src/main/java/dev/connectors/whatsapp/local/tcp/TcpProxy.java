package dev.connectors.whatsapp.local.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A line to a server of this machine. It can be cut: its connections end, and new ones end at once. And it can freeze: its
 * connections stay, and what is said on them arrives when it thaws.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final ServerSocket server;
    private final String host;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile CountDownLatch frozen = new CountDownLatch(0);

    /**
     * Opens a line on a free port of 127.0.0.1.
     *
     * @param hostAndPort of the server behind it
     */
    public TcpProxy(String hostAndPort) {
        var colon = hostAndPort.lastIndexOf(':');
        this.host = hostAndPort.substring(0, colon);
        this.port = Integer.parseInt(hostAndPort.substring(colon + 1));
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    /** Where clients find the server through this line. */
    public String hostAndPort() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    public void cut() {
        cut = true;
        open.forEach(TcpProxy::end);
    }

    /** New connections are let through again. */
    public void mend() {
        cut = false;
    }

    public synchronized void freeze() {
        if (frozen.getCount() == 0) {
            frozen = new CountDownLatch(1);
        }
    }

    /** Everything that was said meanwhile arrives. */
    public synchronized void thaw() {
        frozen.countDown();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                Thread.startVirtualThread(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        open.add(client);
        try (client;
                var upstream = new Socket(host, port)) {
            open.add(upstream);
            if (cut) {
                return;
            }
            var back = Thread.startVirtualThread(() -> copy(upstream, client));
            copy(client, upstream);
            back.join();
            open.remove(upstream);
        } catch (IOException ended) {
            end(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var buffer = new byte[BUFFER_BYTES];
            for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                frozen.await();
                out.write(buffer, 0, count);
            }
            frozen.await();
            to.shutdownOutput();
        } catch (IOException ended) {
            end(from);
            end(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        thaw();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
