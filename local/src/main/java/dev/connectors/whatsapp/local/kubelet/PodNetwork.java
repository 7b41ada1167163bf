package dev.connectors.whatsapp.local.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The addresses of pods: 127.N.x.y, where N is the cluster's own and no other cluster of this machine has it while this
 * one runs. A pod gets the address that a pod of its name had before, also after a restart of the cluster.
 */
public final class PodNetwork implements AutoCloseable {
    /** While its cluster runs, somebody listens at this port of the last address of each network. */
    private static final int CLAIM_PORT = 10255;

    private static final int FIRST_NETWORK = 1;
    private static final int LAST_NETWORK = 254;
    private static final int MOST_ADDRESSES = 255 * 254;
    private static final String NETWORK = "network";

    private final Path file;
    private final int network;
    private final ServerSocket claim;
    private final Map<String, Integer> numbers;

    /** Whose address is in use now: the uid by the number. */
    private final Map<Integer, String> users = new TreeMap<>();

    private PodNetwork(Path file, int network, ServerSocket claim, Map<String, Integer> numbers) {
        this.file = file;
        this.network = network;
        this.claim = claim;
        this.numbers = numbers;
    }

    /**
     * Claims a network: the one that the file remembers, if nobody has it.
     *
     * @throws NoPodAddressesException when this machine has only 127.0.0.1
     */
    public static PodNetwork open(Path file) {
        try {
            var numbers = read(file);
            var preferred = numbers.getOrDefault(NETWORK, FIRST_NETWORK);
            for (var i = 0; i <= LAST_NETWORK - FIRST_NETWORK; i++) {
                var network = FIRST_NETWORK + (preferred - FIRST_NETWORK + i) % (LAST_NETWORK - FIRST_NETWORK + 1);
                var socket = new ServerSocket();
                try {
                    socket.bind(new InetSocketAddress(claimAddress(network), CLAIM_PORT));
                    numbers.put(NETWORK, network);
                    return new PodNetwork(file, network, socket, numbers);
                } catch (IOException takenOrNotThere) {
                    socket.close();
                }
            }
            throw new NoPodAddressesException();
        } catch (IOException e) {
            throw new UncheckedIOException("The addresses of pods cannot be read from " + file, e);
        }
    }

    /**
     * Looks whether pods could have addresses here, before anything is started for them.
     *
     * @throws NoPodAddressesException when this machine has only 127.0.0.1
     */
    public static void requireAddresses() {
        if (IntStream.rangeClosed(FIRST_NETWORK, LAST_NETWORK).noneMatch(PodNetwork::isUsable)) {
            throw new NoPodAddressesException();
        }
    }

    private static boolean isUsable(int network) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(claimAddress(network), 0));
            return true;
        } catch (IOException notThere) {
            return false;
        }
    }

    /**
     * The address of a pod, which is its own until it is {@linkplain #release released}. Two pods of the same name at
     * once (after a forced deletion) have different ones.
     */
    synchronized String address(String namespace, String name, String uid) {
        var key = namespace + "/" + name;
        var remembered = numbers.get(key);
        if (remembered != null && users.getOrDefault(remembered, uid).equals(uid)) {
            users.put(remembered, uid);
            return text(remembered);
        }
        var number = free();
        users.put(number, uid);
        numbers.put(key, number);
        write();
        return text(number);
    }

    synchronized void release(String uid) {
        users.values().removeIf(uid::equals);
    }

    /** Gives up the network; the file remembers. */
    @Override
    public void close() {
        try {
            claim.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The network cannot be given up", e);
        }
    }

    private int free() {
        Set<Integer> taken = new HashSet<>();
        numbers.forEach((name, number) -> {
            if (!name.equals(NETWORK)) {
                taken.add(number);
            }
        });
        for (var number = 1; number <= MOST_ADDRESSES; number++) {
            if (!taken.contains(number) && !users.containsKey(number)) {
                return number;
            }
        }
        throw new IllegalStateException(
                "There were more than %d pods; start in a new folder".formatted(MOST_ADDRESSES));
    }

    private String text(int number) {
        return "127.%d.%d.%d".formatted(network, number / 254, number % 254 + 1);
    }

    private static InetAddress claimAddress(int network) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, (byte) network, (byte) 255, (byte) 254});
    }

    /** One line for each: the name, a blank, the number. */
    private static Map<String, Integer> read(Path file) throws IOException {
        var numbers = new TreeMap<String, Integer>();
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file)) {
                var fields = line.split(" ", 2);
                numbers.put(fields[0], Integer.valueOf(fields[1]));
            }
        }
        return numbers;
    }

    private void write() {
        var text = new StringBuilder();
        numbers.forEach(
                (name, number) -> text.append(name).append(' ').append(number).append('\n'));
        try {
            var part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The addresses of pods cannot be written to " + file, e);
        }
    }
}
