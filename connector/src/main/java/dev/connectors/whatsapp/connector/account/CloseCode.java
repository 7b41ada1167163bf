package dev.connectors.whatsapp.connector.account;

import java.util.Arrays;

/** What it means when a connection closes: Baileys' DisconnectReason, and failure codes of WhatsApp's server. */
enum CloseCode {
    /** The bridge's own, of a connection that this connector has ended itself. */
    AS_WE_ASKED(0, Answer.CONNECT_IF_WANTED, "closed by the connector"),
    LOGGED_OUT(401, Answer.LINK_AGAIN, "logged out by the phone"),
    BANNED_FOR_A_TIME(402, Answer.WAIT_FOR_ITS_END, "temporarily banned by WhatsApp"),
    LOCKED(403, Answer.STOP, "locked by WhatsApp"),
    VERSION_REFUSED(405, Answer.STOP, "WhatsApp refuses this client version"),
    BANNED(406, Answer.STOP, "banned by WhatsApp"),
    MULTI_DEVICE_MISMATCH(411, Answer.LINK_AGAIN, "multi-device mismatch: link the phone again"),
    /** Answering at once would start a fight: each of two clients throws the other out about once a second. */
    REPLACED(440, Answer.LOOK_AT_LEASE, "replaced by another connection of the same device"),
    /** The server asks for it after pairing. */
    RESTART_REQUIRED(515, Answer.CONNECT_AT_ONCE, "restart required"),
    /** Timed out (408), closed (428), unavailable (503), unknown errors (500): the connection's own words say more. */
    PASSING(-1, Answer.BACK_OFF, "");

    /** How a close goes on. */
    enum Answer {
        CONNECT_IF_WANTED,
        CONNECT_AT_ONCE,
        BACK_OFF,
        WAIT_FOR_ITS_END,
        LOOK_AT_LEASE,
        STOP,
        LINK_AGAIN
    }

    private final int code;
    private final Answer answer;
    private final String reason;

    CloseCode(int code, Answer answer, String reason) {
        this.code = code;
        this.answer = answer;
        this.reason = reason;
    }

    static CloseCode of(int code) {
        return Arrays.stream(values())
                .filter(known -> known.code == code)
                .findFirst()
                .orElse(PASSING);
    }

    Answer answer() {
        return answer;
    }

    /** @param said by the bridge; for what has no meaning of its own */
    String reason(String said) {
        return this == PASSING || this == RESTART_REQUIRED ? said : reason;
    }

    /** Whether only a person can mend it, who has to link a phone again. */
    boolean unlinks() {
        return answer == Answer.LINK_AGAIN;
    }
}
