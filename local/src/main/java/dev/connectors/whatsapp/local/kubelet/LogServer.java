package dev.connectors.whatsapp.local.kubelet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * What the API server asks a kubelet for {@code kubectl logs}: {@code GET /containerLogs/NAMESPACE/POD/CONTAINER} with
 * {@code follow}, {@code tailLines}, {@code limitBytes} and {@code previous}. Whoever asks has to show the certificate
 * that the API server has.
 */
final class LogServer implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final int BUFFER = 16 * 1024;
    private static final String PATH = "/containerLogs/";

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Path logs;
    private final Predicate<Container> runs;

    /** A container by its names. */
    record Container(String namespace, String pod, String name) {}

    private LogServer(HttpsServer server, Path logs, Predicate<Container> runs) {
        this.server = server;
        this.logs = logs;
        this.runs = runs;
    }

    /** @param runs whether a container may still write; following ends with it */
    static LogServer start(Path logs, Path store, String password, Predicate<Container> runs) {
        try {
            var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new OnlyTheApiServer(tls(store, password.toCharArray())));
            var logServer = new LogServer(server, logs, runs);
            server.setExecutor(logServer.threads);
            server.createContext(PATH, logServer::answer);
            server.start();
            return logServer;
        } catch (IOException e) {
            throw new UncheckedIOException("The logs cannot be served", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificate in %s cannot be used".formatted(store), e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var names =
                    exchange.getRequestURI().getPath().substring(PATH.length()).split("/", -1);
            var query = query(exchange.getRequestURI().getRawQuery());
            if (names.length != 3) {
                refuse(exchange, 400, "the path is %sNAMESPACE/POD/CONTAINER".formatted(PATH));
                return;
            }
            var container = new Container(names[0], names[1], names[2]);
            var files = new ContainerLogs(logs, container.namespace(), container.pod(), container.name());
            var previous = "true".equals(query.get("previous"));
            var file = previous ? files.previous() : files.current();
            if (file.isEmpty()) {
                var which = previous ? "previous terminated container" : "container";
                refuse(
                        exchange,
                        400,
                        "%s \"%s\" in pod \"%s\" has no log".formatted(which, container.name(), container.pod()));
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            send(file.get(), query, () -> "true".equals(query.get("follow")) && runs.test(container), exchange);
        }
    }

    private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
        var body = why.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void send(Path log, Map<String, String> query, GoesOn goesOn, HttpExchange exchange) throws IOException {
        var left = number(query, "limitBytes").orElse(Long.MAX_VALUE);
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var tail = number(query, "tailLines");
            if (tail.isPresent()) {
                file.seek(startOfLastLines(file, tail.get()));
            }
            var body = exchange.getResponseBody();
            while (true) {
                // Asked first: what was written before the end is sent once more.
                var more = goesOn.now();
                left -= copy(file, left, body);
                body.flush();
                if (!more || left <= 0) {
                    return;
                }
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long copy(RandomAccessFile file, long atMost, OutputStream body) throws IOException {
        var buffer = new byte[BUFFER];
        var copied = 0L;
        while (copied < atMost) {
            var read = file.read(buffer, 0, (int) Math.min(buffer.length, atMost - copied));
            if (read < 0) {
                break;
            }
            body.write(buffer, 0, read);
            copied += read;
        }
        return copied;
    }

    /** Goes back over as many ends of lines; one at the very end does not count. */
    private static long startOfLastLines(RandomAccessFile file, long lines) throws IOException {
        var position = file.length();
        if (lines == 0) {
            return position;
        }
        var found = 0L;
        var buffer = new byte[BUFFER];
        var end = position;
        while (end > 0) {
            var start = Math.max(0, end - BUFFER);
            var length = (int) (end - start);
            file.seek(start);
            file.readFully(buffer, 0, length);
            for (var i = length - 1; i >= 0; i--) {
                if (buffer[i] == '\n' && start + i != position - 1 && ++found == lines) {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }

    private static Optional<Long> number(Map<String, String> query, String name) {
        return Optional.ofNullable(query.get(name)).map(Long::valueOf);
    }

    private static Map<String, String> query(String raw) {
        var parameters = new HashMap<String, String>();
        Arrays.stream(Optional.ofNullable(raw).orElse("").split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> parameters.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return parameters;
    }

    private static SSLContext tls(Path store, char[] password) throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance(store.toFile(), password);
        var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        for (var alias : Collections.list(keys.aliases())) {
            trusted.setCertificateEntry(alias, keys.getCertificate(alias));
        }
        var callers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        callers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), callers.getTrustManagers(), null);
        return context;
    }

    /** Whether more may come. */
    private interface GoesOn {
        boolean now();
    }

    /** Asks for a certificate. */
    private static final class OnlyTheApiServer extends HttpsConfigurator {
        OnlyTheApiServer(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
        }
    }
}
