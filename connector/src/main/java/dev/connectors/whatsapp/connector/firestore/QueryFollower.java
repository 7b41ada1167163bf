package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.firestore.ListenerRegistration;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QuerySnapshot;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what a query finds, until it is closed. A listener that fails is begun anew after a pause. */
public final class QueryFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(QueryFollower.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final Query query;
    private final String what;
    private final Consumer<QuerySnapshot> onChange;
    /** One thread, so that snapshots arrive in order; the client's own threads must not be held up. */
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("query-follower").factory());

    private @Nullable ListenerRegistration registration;

    private QueryFollower(Query query, String what, Consumer<QuerySnapshot> onChange) {
        this.query = query;
        this.what = what;
        this.onChange = onChange;
    }

    /**
     * Begins to follow. Each document of the query costs a read at the beginning, and one whenever it changes.
     *
     * @param what names it in the log
     * @param onChange gets what there is at once and again whenever it changes, never two at a time
     */
    public static QueryFollower start(Query query, String what, Consumer<QuerySnapshot> onChange) {
        var follower = new QueryFollower(query, what, onChange);
        follower.listen();
        return follower;
    }

    private synchronized void listen() {
        if (executor.isShutdown()) {
            return;
        }
        registration = query.addSnapshotListener(executor, (snapshot, error) -> {
            if (error != null) {
                log.atError().setCause(error).addKeyValue("what", what).log("a listener has ended, and is begun anew");
                CompletableFuture.delayedExecutor(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(this::listen);
            } else if (snapshot != null) {
                onChange.accept(snapshot);
            }
        });
    }

    @Override
    public synchronized void close() {
        if (registration != null) {
            registration.remove();
        }
        executor.shutdownNow();
    }
}
