package dev.connectors.whatsapp.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for programs that cannot say which one they took when they are given 0. */
public final class FreePort {
    private FreePort() {}

    /** A port of 127.0.0.1 that nobody listens on now; somebody could take it before the caller does. */
    public static int find() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on 127.0.0.1", e);
        }
    }
}
