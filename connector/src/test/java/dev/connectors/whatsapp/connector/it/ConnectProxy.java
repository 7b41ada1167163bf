package dev.connectors.whatsapp.connector.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP proxy on loopback that knows the method CONNECT and counts whom it lets through. */
final class ConnectProxy implements AutoCloseable {
    private final ServerSocket server;
    private final String authorization;
    private final AtomicInteger tunnels = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private ConnectProxy(ServerSocket server, String authorization) {
        this.server = server;
        this.authorization = authorization;
    }

    /** With an empty username it lets everybody through. */
    static ConnectProxy start(String username, String password) throws IOException {
        var credentials = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        var proxy = new ConnectProxy(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                username.isEmpty()
                        ? ""
                        : "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(credentials));
        Thread.startVirtualThread(proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    int tunnels() {
        return tunnels.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                sockets.add(client);
                Thread.startVirtualThread(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            var head = head(client);
            if (!authorization.isEmpty() && !head.contains(authorization)) {
                write(client, "HTTP/1.1 407 Proxy Authentication Required");
                return;
            }
            var target = URI.create("http://" + head.getFirst().replaceFirst("CONNECT (\\S+) .*", "$1"));
            try (var there = new Socket(target.getHost(), target.getPort())) {
                sockets.add(there);
                tunnels.incrementAndGet();
                write(client, "HTTP/1.1 200 Connection established");
                var back = Thread.startVirtualThread(() -> pump(there, client));
                pump(client, there);
                back.join();
            }
        } catch (IOException goneAway) {
            // So is the tunnel.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not a byte more than the head: what follows it is the tunnel's. */
    private static List<String> head(Socket client) throws IOException {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var c = client.getInputStream().read();
                c >= 0;
                c = client.getInputStream().read()) {
            if (c != '\n') {
                line.append((char) c);
            } else if (line.toString().isBlank()) {
                return lines;
            } else {
                lines.add(line.toString().strip());
                line.setLength(0);
            }
        }
        throw new IOException("the client went away");
    }

    private static void write(Socket client, String status) throws IOException {
        client.getOutputStream().write((status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException goneAway) {
            // So is the tunnel.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
