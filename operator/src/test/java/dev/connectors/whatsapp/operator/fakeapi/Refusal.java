package dev.connectors.whatsapp.operator.fakeapi;

/** The API server says no. */
final class Refusal extends RuntimeException {
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int GONE = 410;

    private static final long serialVersionUID = 1L;

    private final int code;

    Refusal(int code, String message) {
        super(message);
        this.code = code;
    }

    int code() {
        return code;
    }

    /** As Kubernetes writes it, also into a watch. */
    String status() {
        return status(code, String.valueOf(getMessage()));
    }

    static String status(int code, String message) {
        var reason = switch (code) {
            case NOT_FOUND -> "NotFound";
            case CONFLICT -> "Conflict";
            case GONE -> "Expired";
            case 429 -> "TooManyRequests";
            default -> "InternalError";
        };
        return """
                {"kind":"Status","apiVersion":"v1","status":"Failure","message":"%s","reason":"%s","code":%d}""".formatted(message, reason, code);
    }
}
