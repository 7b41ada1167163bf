package dev.connectors.whatsapp.connector.bridge;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.connectors.whatsapp.bridge.v1.ErrorDetail;
import dev.connectors.whatsapp.bridge.v1.ErrorReason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** The bridge refused a command, or did not answer. */
public final class BridgeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String description;

    /** Why, as the contract's status codes and error details say it. */
    public enum Reason {
        /** A field is malformed: the same command will never succeed. */
        INVALID,
        /** WhatsApp has no such recipient; nothing was written. */
        NOT_ON_WHATSAPP,
        /** There is neither a connection nor a session. */
        UNKNOWN_ACCOUNT,
        /** The account is connecting or connected already. */
        ALREADY_CONNECTED,
        /** The account is not connected; nothing was written. */
        NOT_CONNECTED,
        /** The bridge may hold no connections just now. */
        LEASE_OVER,
        /** The stored session cannot be read; its bytes are left alone. */
        SESSION_UNREADABLE,
        /** WhatsApp did not answer or refused a query that goes before the message; nothing was written. */
        QUERY_FAILED,
        /** The bridge says that it is going; nothing was written. */
        SHUTTING_DOWN,
        /** The bridge is not there, or went away in the middle of the command. */
        UNAVAILABLE,
        /** No answer, or none that says whether something was written. */
        UNCERTAIN
    }

    BridgeException(StatusRuntimeException cause) {
        super(describe(cause.getStatus()), cause);
        this.reason = reason(cause);
        this.description = describe(cause.getStatus());
    }

    /** What the bridge said, for people. */
    public String description() {
        return description;
    }

    private static String describe(Status status) {
        return "bridge: " + status.getCode() + ": " + status.getDescription();
    }

    public Reason reason() {
        return reason;
    }

    private static Reason reason(StatusRuntimeException cause) {
        return switch (detail(cause)) {
            case ERROR_REASON_MALFORMED -> Reason.INVALID;
            case ERROR_REASON_NOT_ON_WHATSAPP -> Reason.NOT_ON_WHATSAPP;
            case ERROR_REASON_QUERY_FAILED -> Reason.QUERY_FAILED;
            case ERROR_REASON_NOT_CONNECTED -> Reason.NOT_CONNECTED;
            case ERROR_REASON_MAYBE_WRITTEN -> Reason.UNCERTAIN;
            case ERROR_REASON_SHUTTING_DOWN -> Reason.SHUTTING_DOWN;
            case ERROR_REASON_LEASE_OVER -> Reason.LEASE_OVER;
            case ERROR_REASON_UNSPECIFIED, UNRECOGNIZED -> reason(cause.getStatus());
        };
    }

    /** Unspecified where the bridge has not come to say it, or says it in words that this version does not know. */
    private static ErrorReason detail(StatusRuntimeException cause) {
        var status = StatusProto.fromThrowable(cause);
        if (status != null) {
            for (var detail : status.getDetailsList()) {
                if (detail.is(ErrorDetail.class)) {
                    try {
                        return detail.unpack(ErrorDetail.class).getReason();
                    } catch (InvalidProtocolBufferException garbled) {
                        return ErrorReason.ERROR_REASON_UNSPECIFIED;
                    }
                }
            }
        }
        return ErrorReason.ERROR_REASON_UNSPECIFIED;
    }

    private static Reason reason(Status status) {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT -> Reason.INVALID;
            case NOT_FOUND -> Reason.UNKNOWN_ACCOUNT;
            case ALREADY_EXISTS -> Reason.ALREADY_CONNECTED;
            case FAILED_PRECONDITION -> Reason.NOT_CONNECTED;
            case DATA_LOSS -> Reason.SESSION_UNREADABLE;
            case UNAVAILABLE -> Reason.UNAVAILABLE;
            default -> Reason.UNCERTAIN;
        };
    }
}
