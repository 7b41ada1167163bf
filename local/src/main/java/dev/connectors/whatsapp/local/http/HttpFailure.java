package dev.connectors.whatsapp.local.http;

import java.io.Serial;

/** An answer that is not 2xx, or none. */
public final class HttpFailure extends RuntimeException {
    /** {@link #status()} when there was no answer. */
    public static final int NO_ANSWER = 0;

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    HttpFailure(String request, int status, String body) {
        super("%s answered %d: %s".formatted(request, status, body));
        this.status = status;
        this.body = body;
    }

    HttpFailure(String request, Exception cause) {
        super("%s got no answer: %s".formatted(request, cause), cause);
        this.status = NO_ANSWER;
        this.body = "";
    }

    public int status() {
        return status;
    }

    public String body() {
        return body;
    }
}
