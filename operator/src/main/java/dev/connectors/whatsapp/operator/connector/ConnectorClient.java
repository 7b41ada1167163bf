package dev.connectors.whatsapp.operator.connector;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one connector how its accounts are. Whatever the connector does, the answer is there in time or there is none. */
public final class ConnectorClient implements AutoCloseable {
    /** From the first packet to the last byte of the body. */
    public static final Duration DEADLINE = Duration.ofSeconds(2);

    /** A hundred accounts need less than a tenth of it. */
    static final int MOST_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorClient.class);
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Duration deadline;
    private final int port;

    public ConnectorClient(Duration deadline, int port) {
        this.deadline = deadline;
        this.port = port;
    }

    /**
     * Asks once.
     *
     * @param address IP address of the pod
     * @param shard who must answer: the address may have become another pod's
     * @throws IOException if there was no such answer in time
     */
    ConnectorReport ask(String address, String token, String shard) throws IOException, InterruptedException {
        var host = address.contains(":") ? "[" + address + "]" : address;
        var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/internal/accounts"))
                .header("Authorization", "Bearer " + token)
                .timeout(deadline)
                .build();
        // The request's own timeout ends with the headers.
        var exchange = http.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES));
        try {
            var response = exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new IOException("it answered with status " + response.statusCode());
            }
            return report(response.body(), shard);
        } catch (TimeoutException e) {
            throw new IOException("it did not answer within " + deadline.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("it cannot be asked: " + e.getCause(), e);
        } finally {
            exchange.cancel(true);
        }
    }

    private static ConnectorReport report(String body, String shard) throws IOException {
        var reading = ConnectorReportJson.read(body);
        if (!reading.problems().isEmpty()) {
            LOG.atDebug()
                    .addKeyValue("shard", shard)
                    .addKeyValue("problems", reading.problems())
                    .log("a connector's answer cannot be read whole");
        }
        var report = reading.report().orElseThrow(() -> new IOException(String.join("; ", reading.problems())));
        if (!report.shard().equals(shard)) {
            throw new IOException("the shard " + report.shard() + " answered instead");
        }
        return report;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
