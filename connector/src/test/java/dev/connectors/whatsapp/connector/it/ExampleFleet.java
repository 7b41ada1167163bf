package dev.connectors.whatsapp.connector.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.connectors.whatsapp.local.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Serves the page and, in the place of a connector, a fleet in which everything is to be seen and nothing changes. */
final class ExampleFleet implements AutoCloseable {
    private static final Path FILES = Repository.find().resolve("connector/page/public");

    private final HttpServer server;
    private volatile CountDownLatch lost = new CountDownLatch(1);
    private volatile ObjectNode fleet = example();

    ExampleFleet() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    /** From now on it is the example with this change. */
    void become(Consumer<ObjectNode> change) {
        var changed = example();
        change.accept(changed);
        fleet = changed;
    }

    /** Ends the streams there are; new ones may begin. */
    void loseConnections() {
        var these = lost;
        lost = new CountDownLatch(1);
        these.countDown();
    }

    private static ObjectNode example() {
        return (ObjectNode) JsonMapper.shared().readTree(resource("fleet.json"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/" -> send(exchange, "text/html", Files.readAllBytes(FILES.resolve("index.html")));
            case "/api/v1/fleet/events" -> stream(exchange);
            case "/api/v1/outbox" -> send(exchange, "application/json", failed(exchange));
            case "/api/v1/accounts/events/pairing" -> send(exchange, "application/json", pairing());
            default -> file(exchange, FILES.resolve(path.replace("/page/", "")));
        }
    }

    /** One event, and then nothing more. */
    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var body = exchange.getResponseBody()) {
            body.write("data: %s\n\n".formatted(fleet).getBytes(StandardCharsets.UTF_8));
            body.flush();
            lost.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] failed(HttpExchange exchange) {
        return exchange.getRequestURI().getQuery().contains("accountId=sales-ro")
                ? resource("failed.json")
                : "{\"entries\": []}".getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pairing() {
        var picture = Base64.getEncoder().encodeToString(resource("qr.png"));
        return "{\"qrCode\": \"data:image/png;base64,%s\"}".formatted(picture).getBytes(StandardCharsets.UTF_8);
    }

    private static void file(HttpExchange exchange, Path file) throws IOException {
        var name = file.toString();
        var type = name.endsWith(".js") ? "text/javascript" : name.endsWith(".css") ? "text/css" : "image/svg+xml";
        send(exchange, type, Files.readAllBytes(file));
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static byte[] resource(String name) {
        try (var file = Objects.requireNonNull(ExampleFleet.class.getResourceAsStream("/page/" + name))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        loseConnections();
        server.stop(0);
    }
}
