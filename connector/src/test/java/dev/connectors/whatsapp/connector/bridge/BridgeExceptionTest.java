package dev.connectors.whatsapp.connector.bridge;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import dev.connectors.whatsapp.bridge.v1.ErrorDetail;
import dev.connectors.whatsapp.bridge.v1.ErrorReason;
import dev.connectors.whatsapp.connector.bridge.BridgeException.Reason;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @Tag("O6")
    @CsvSource({
        "ERROR_REASON_MALFORMED, INVALID_ARGUMENT, INVALID",
        "ERROR_REASON_NOT_ON_WHATSAPP, INVALID_ARGUMENT, NOT_ON_WHATSAPP",
        "ERROR_REASON_QUERY_FAILED, UNAVAILABLE, QUERY_FAILED",
        "ERROR_REASON_NOT_CONNECTED, FAILED_PRECONDITION, NOT_CONNECTED",
        "ERROR_REASON_MAYBE_WRITTEN, UNKNOWN, UNCERTAIN",
        "ERROR_REASON_SHUTTING_DOWN, UNAVAILABLE, SHUTTING_DOWN",
        "ERROR_REASON_UNSPECIFIED, UNAVAILABLE, UNAVAILABLE"
    })
    void theDetailSaysMoreThanTheStatus(ErrorReason detail, Code code, Reason reason) {
        var status = com.google.rpc.Status.newBuilder()
                .setCode(code.getNumber())
                .addDetails(Any.pack(ErrorDetail.newBuilder().setReason(detail).build()))
                .build();

        var exception = new BridgeException(StatusProto.toStatusRuntimeException(status));

        assertThat(exception.reason()).isEqualTo(reason);
    }

    @Test
    void itSaysWhatTheBridgeSaid() {
        var exception = new BridgeException(
                Status.INVALID_ARGUMENT.withDescription("to_jid is empty").asRuntimeException());

        assertThat(exception).hasMessage("bridge: INVALID_ARGUMENT: to_jid is empty");
        assertThat(exception.description()).isEqualTo("bridge: INVALID_ARGUMENT: to_jid is empty");
    }
}
