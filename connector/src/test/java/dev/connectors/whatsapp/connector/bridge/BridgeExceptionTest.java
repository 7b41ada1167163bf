package dev.connectors.whatsapp.connector.bridge;

import dev.connectors.whatsapp.connector.bridge.BridgeException.Reason;
import io.grpc.Status;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class BridgeExceptionTest {
    /** What the contract promises of each code; any other leaves open whether something was written. */
    private static final Map<Status.Code, Reason> CONTRACT = new EnumMap<>(Map.of(
            Status.Code.INVALID_ARGUMENT, Reason.INVALID,
            Status.Code.NOT_FOUND, Reason.UNKNOWN_ACCOUNT,
            Status.Code.ALREADY_EXISTS, Reason.ALREADY_CONNECTED,
            Status.Code.FAILED_PRECONDITION, Reason.NOT_CONNECTED,
            Status.Code.DATA_LOSS, Reason.SESSION_UNREADABLE,
            Status.Code.UNAVAILABLE, Reason.UNAVAILABLE));

    @ParameterizedTest
    @Tag("O6")
    @EnumSource(value = Status.Code.class, mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void everyStatusHasTheReasonOfTheContract(Status.Code code) {
        var exception = new BridgeException(code.toStatus().asRuntimeException());

        assertThat(exception.reason()).isEqualTo(CONTRACT.getOrDefault(code, Reason.UNCERTAIN));
    }

    @Test
    void itSaysWhatTheBridgeSaid() {
        var exception = new BridgeException(
                Status.INVALID_ARGUMENT.withDescription("to_jid is empty").asRuntimeException());

        assertThat(exception).hasMessage("bridge: INVALID_ARGUMENT: to_jid is empty");
        assertThat(exception.description()).isEqualTo("bridge: INVALID_ARGUMENT: to_jid is empty");
    }
}
