package dev.connectors.whatsapp.connector.firestore;

import com.google.api.core.ApiFutures;
import com.google.api.core.SettableApiFuture;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.cloud.firestore.FirestoreException;
import io.grpc.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CallsTest {

    @Test
    void anAnswerIsHandedOn() {
        assertThat(Calls.await(ApiFutures.immediateFuture("answer"))).isEqualTo("answer");
    }

    @ParameterizedTest
    @Tag("O4")
    @EnumSource(
            value = Status.Code.class,
            names = {"ALREADY_EXISTS", "FAILED_PRECONDITION", "NOT_FOUND", "ABORTED"})
    void aConditionThatDidNotHoldIsAConflict(Status.Code code) {
        assertThatThrownBy(() -> Calls.await(ApiFutures.immediateFailedFuture(ofPlainCall(code))))
                .isInstanceOf(WriteConflictException.class);
        assertThatThrownBy(() -> Calls.await(ApiFutures.immediateFailedFuture(ofTransaction(code))))
                .isInstanceOf(WriteConflictException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OK", "ALREADY_EXISTS", "FAILED_PRECONDITION", "NOT_FOUND", "ABORTED", "INVALID_ARGUMENT"})
    void anyOtherFailureLeavesOpenWhatBecameOfTheCall(Status.Code code) {
        assertThatThrownBy(() -> Calls.await(ApiFutures.immediateFailedFuture(ofPlainCall(code))))
                .isInstanceOf(FirestoreUnavailableException.class)
                .hasMessage("Firestore: nothing doing");
        assertThatThrownBy(() -> Calls.await(ApiFutures.immediateFailedFuture(ofTransaction(code))))
                .isInstanceOf(FirestoreUnavailableException.class);
    }

    @Test
    void aDocumentThatCannotBeIsRejected() {
        assertThatThrownBy(
                        () -> Calls.await(ApiFutures.immediateFailedFuture(ofPlainCall(Status.Code.INVALID_ARGUMENT))))
                .isInstanceOf(WriteRejectedException.class);
    }

    /** The outbox worker and others go on after a failed call; a kind they do not know must not end them. */
    @Test
    void whoDoesNotKnowOfRejectedWritesSeesAFailedCall() {
        assertThatThrownBy(
                        () -> Calls.await(ApiFutures.immediateFailedFuture(ofPlainCall(Status.Code.INVALID_ARGUMENT))))
                .isInstanceOf(FirestoreUnavailableException.class);
    }

    @Test
    void aFailureOfTheClientItselfLeavesItOpenToo() {
        assertThatThrownBy(() -> Calls.await(ApiFutures.immediateFailedFuture(new IllegalStateException("closed"))))
                .isInstanceOf(FirestoreUnavailableException.class)
                .hasRootCauseMessage("closed");
    }

    @Test
    @Tag("A7")
    void whoIsInterruptedStaysInterrupted() {
        var never = SettableApiFuture.<String>create();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Calls.await(never)).isInstanceOf(FirestoreUnavailableException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    private static Throwable ofPlainCall(Status.Code code) {
        return ApiExceptionFactory.createException("nothing doing", null, GrpcStatusCode.of(code), false);
    }

    private static Throwable ofTransaction(Status.Code code) {
        return FirestoreException.forServerRejection(code.toStatus(), "nothing doing");
    }
}
