package dev.connectors.whatsapp.connector.bridge;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** The bridge refused a command, or did not answer. */
public final class BridgeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String description;

    /** Why, as the contract's status codes say it. */
    public enum Reason {
        /** A field is malformed: the same command will never succeed. */
        INVALID,
        /** There is neither a connection nor a session. */
        UNKNOWN_ACCOUNT,
        /** The account is connecting or connected already. */
        ALREADY_CONNECTED,
        /** The account is not connected; nothing was written. */
        NOT_CONNECTED,
        /** The stored session cannot be read; its bytes are left alone. */
        SESSION_UNREADABLE,
        /** The bridge is not there; nothing was written. */
        UNAVAILABLE,
        /** No answer, or none that says whether something was written. */
        UNCERTAIN
    }

    BridgeException(StatusRuntimeException cause) {
        super(describe(cause.getStatus()), cause);
        this.reason = reason(cause.getStatus());
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
