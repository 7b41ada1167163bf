package dev.connectors.whatsapp.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How long the lease holds, by this machine's monotonic clock: from the begin of the last renewal that succeeded, so that
 * nobody else can have counted from earlier. The elector keeps that to itself, so the requests for the Lease are watched as
 * they pass: each renewal is a look and a write, and the time that others read in the Lease was taken before the look.
 */
final class LeaseTerm implements Interceptor {
    private static final String LEASES = "/leases";
    private static final String LOOK = "GET";
    /** From this answer on a request is tried again by the client, and its first try is still what counts. */
    private static final int SERVER_ERROR = 500;

    private final Duration duration;
    private final LongSupplier nanoTime;
    private boolean looking;
    private long looked;
    private boolean renewed;
    private long renewedAt;
    private boolean ended;

    /**
     * Holds nothing yet.
     *
     * @param duration of the lease
     * @param nanoTime as {@link System#nanoTime}
     */
    LeaseTerm(Duration duration, LongSupplier nanoTime) {
        this.duration = duration;
        this.nanoTime = nanoTime;
    }

    /** A client whose requests it sees. */
    KubernetesClient watched(KubernetesClientBuilder builder) {
        return builder.withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("lease-term", this))
                .build();
    }

    synchronized boolean isRunning() {
        return renewed && !ended && nanoTime.getAsLong() - renewedAt < duration.toNanos();
    }

    /** Whatever is still written to the Lease, it is given up. */
    synchronized void end() {
        ended = true;
    }

    @Override
    public synchronized void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        if (isLook(request) && !looking) {
            looking = true;
            looked = nanoTime.getAsLong();
        }
    }

    @Override
    public synchronized void after(
            HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (isLook(request)) {
            looking = looking && response.code() >= SERVER_ERROR;
        } else if (isOfLease(request) && response.isSuccessful()) {
            renewed = true;
            renewedAt = looked;
        }
    }

    private static boolean isLook(HttpRequest request) {
        return LOOK.equals(request.method()) && isOfLease(request);
    }

    private static boolean isOfLease(HttpRequest request) {
        var path = request.uri().getPath();
        return path.endsWith(LEASES) || path.endsWith(LEASES + "/" + Leadership.LEASE);
    }
}
