package dev.connectors.whatsapp.connector.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;

/** {@code java -jar connector.jar rehearse}. */
public final class Rehearsal {
    public static final String NAME = "rehearse";

    private static final String PROJECT = "rehearsal";
    private static final String ACCOUNT = "rehearsal";
    /** Enough for a JVM to see what is called again and again. */
    private static final int MESSAGES = 20;

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    /** Many times as long as a message takes that does not wait in the queue. */
    private static final Duration SENT_WITHIN = Duration.ofSeconds(5);

    private Rehearsal() {}

    /** A connector that was started. */
    public interface Started extends AutoCloseable {
        /** Where it listens. */
        URI address();

        @Override
        void close();
    }

    /**
     * Starts a connector among stand-ins, has it send some messages, and stops it.
     *
     * @param start starts one that is told this environment
     * @throws IllegalStateException if it does not do what a start is for
     */
    public static void run(Function<Map<String, String>, Started> start) {
        try {
            var folder = Files.createTempDirectory("rehearsal");
            try {
                run(folder, start);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void run(Path folder, Function<Map<String, String>, Started> start)
            throws IOException, InterruptedException {
        var socket = folder.resolve("bridge.sock");
        var accounts = Files.writeString(
                folder.resolve("accounts.json"), "{\"accounts\":[{\"accountId\":\"" + ACCOUNT + "\"}]}");
        var token = Files.writeString(folder.resolve("token"), "operator");
        try (var firestore = StandInFirestore.start();
                var bridge = StandInBridge.start(socket);
                var issuer = StandInIssuer.start();
                var connector = start.apply(Map.ofEntries(
                        Map.entry("PORT", "0"),
                        Map.entry("FIREBASE_PROJECT_ID", PROJECT),
                        Map.entry("FIRESTORE_EMULATOR_HOST", firestore.hostAndPort()),
                        Map.entry("SESSIONS_PATH", folder.resolve("sessions").toString()),
                        Map.entry("BRIDGE_SOCKET", socket.toString()),
                        Map.entry("ACCOUNTS_FILE", accounts.toString()),
                        Map.entry("INTERNAL_TOKEN_FILE", token.toString()),
                        Map.entry("AUTH_ISSUER_URI", issuer.uri()),
                        Map.entry("AUTH_JWKS_URI", issuer.uri()),
                        Map.entry("RATE_LIMIT_USER_PER_MIN", "1000"),
                        Map.entry("RATE_LIMIT_ACCOUNT_PER_MIN", "1000")));
                var http = HttpClient.newHttpClient()) {
            awaitReady(http, connector.address());
            var employee = issuer.employee(PROJECT);
            sendMessages(http, connector.address(), employee, bridge);
            status(http, HttpRequest.newBuilder(connector.address().resolve("/health")));
        }
    }

    private static void awaitReady(HttpClient http, URI connector) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + SOON.toNanos();
        while (status(http, HttpRequest.newBuilder(connector.resolve("/readyz"))) != 200) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("it is not ready within " + SOON);
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    /**
     * One after the other, each to a contact of its own. What is accepted before the account may send stays in the queue for
     * good, and what follows to the same contact behind it: the stand-in for Firestore finds nothing.
     */
    private static void sendMessages(HttpClient http, URI connector, String token, StandInBridge bridge)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + SOON.toNanos();
        for (int sent = 0, contact = 0; sent < MESSAGES; contact++) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("the messages are not sent within " + SOON);
            }
            send(http, connector, token, "40787%06d".formatted(contact), "message-" + contact);
            sent += bridge.awaitMessage(SENT_WITHIN) ? 1 : 0;
        }
    }

    private static void send(HttpClient http, URI connector, String token, String contact, String id)
            throws IOException, InterruptedException {
        var body = "{\"accountId\":\"%s\",\"to\":\"%s\",\"message\":\"Hello\",\"clientMessageId\":\"%s\"}"
                .formatted(ACCOUNT, contact, id);
        var status = status(
                http,
                HttpRequest.newBuilder(connector.resolve("/api/whatsapp/send-message"))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (status != 200) {
            throw new IllegalStateException("a message is refused with status " + status);
        }
    }

    private static int status(HttpClient http, HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(SOON).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
