package dev.connectors.whatsapp.local.cluster;

import dev.connectors.whatsapp.local.process.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The ports of one cluster. The API server's is kept in the folder and taken again after a restart when it is free, so
 * that a kubeconfig stays valid.
 */
record Ports(int apiServer, int etcdClients, int etcdPeers) {
    static Ports find(Path file) throws IOException {
        var apiServer = remembered(file).filter(Ports::isFree).orElseGet(FreePort::find);
        Files.writeString(file, Integer.toString(apiServer));
        return new Ports(apiServer, FreePort.find(), FreePort.find());
    }

    private static Optional<Integer> remembered(Path file) throws IOException {
        return Files.exists(file)
                ? Optional.of(Integer.valueOf(Files.readString(file).strip()))
                : Optional.empty();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
