package dev.connectors.whatsapp.connector.firestore;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.firestore.FirestoreException;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the client's futures on the calling (virtual) thread, and gives their failures one type. */
public final class Calls {
    /** The client's own bounds end a call; this only guards against a future that nobody completes. */
    private static final Duration GUARD = FirestoreClients.TOTAL_TIMEOUT.plusSeconds(5);

    private Calls() {}

    /**
     * The call's result.
     *
     * @throws WriteConflictException if a condition of the write did not hold; nothing was written
     * @throws WriteRejectedException if the write will never be taken; nothing was written
     * @throws FirestoreUnavailableException if the call failed otherwise; a write may have been applied all the same
     */
    public static <T> T await(ApiFuture<T> future) {
        return await(future, GUARD);
    }

    /** As {@link #await(ApiFuture)}, for a caller that cannot wait as long as that. */
    public static <T> T await(ApiFuture<T> future, Duration atMost) {
        try {
            return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FirestoreUnavailableException("interrupted while waiting for Firestore", e);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new FirestoreUnavailableException("no answer from Firestore in " + atMost.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw translate(e.getCause() == null ? e : e.getCause());
        }
    }

    private static RuntimeException translate(Throwable cause) {
        return switch (code(cause)) {
            case ALREADY_EXISTS, FAILED_PRECONDITION, NOT_FOUND, ABORTED -> new WriteConflictException(cause);
            case INVALID_ARGUMENT -> new WriteRejectedException(cause);
            default -> new FirestoreUnavailableException("Firestore: " + cause.getMessage(), cause);
        };
    }

    /** Plain calls fail with gax's exception, transactions with the client's own. */
    private static Status.Code code(Throwable cause) {
        if (cause instanceof ApiException api) {
            return grpcCode(api.getStatusCode().getCode());
        }
        if (cause instanceof FirestoreException firestore && firestore.getStatus() != null) {
            return firestore.getStatus().getCode();
        }
        return Status.Code.UNKNOWN;
    }

    private static Status.Code grpcCode(StatusCode.Code code) {
        return Status.Code.valueOf(code.name());
    }
}
