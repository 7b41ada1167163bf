package dev.connectors.whatsapp.local.whatsapp;

import dev.connectors.whatsapp.local.http.Bearer;
import dev.connectors.whatsapp.local.http.JsonHttp;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Somebody who chats with accounts. */
public final class Contact {
    /** What one request may take; longer waits are several. */
    private static final Duration ONE_WAIT = Duration.ofSeconds(20);

    private final JsonHttp admin;
    private final String number;

    Contact(JsonHttp admin, String number) {
        this.admin = admin;
        this.number = number;
    }

    public String number() {
        return number;
    }

    /** Writes to an account. */
    public SentMessage writes(String account, String text) {
        return writes(account, text, Addressing.LID, Optional.empty());
    }

    /** Writes to an account, under a chosen message id: the same id twice is two stanzas with one id. */
    public SentMessage writes(String account, String text, Addressing from, Optional<String> id) {
        var body = new LinkedHashMap<String, Object>(Map.of("to", account, "text", text, "from", from.wire()));
        id.ifPresent(value -> body.put("id", value));
        return post(body);
    }

    /** Sends an account anything else that WhatsApp's protocol knows, as a serialised {@code proto.Message}. */
    public SentMessage sends(String account, byte[] message) {
        return post(Map.of(
                "to", account, "message", Base64.getEncoder().encodeToString(message), "from", Addressing.LID.wire()));
    }

    private SentMessage post(Map<String, Object> body) {
        return admin.post("/contacts/%s/messages".formatted(number), Bearer.NONE, body, SentMessage.Wire.class)
                .message();
    }

    /** What it has read from an account so far, in the order of reading. */
    public List<ReadMessage> messagesFrom(String account) {
        return messages(account, 0, Duration.ZERO);
    }

    /** What it has read from an account, as soon as there are so many messages or the time is over. */
    public List<ReadMessage> awaitMessagesFrom(String account, int count, Duration atMost) {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            var messages = messages(account, count, left.compareTo(ONE_WAIT) < 0 ? left : ONE_WAIT);
            if (messages.size() >= count || left.isZero()) {
                return messages;
            }
        }
    }

    /** Confirms a message of an account. */
    public void confirms(String account, String messageId, ReceiptType type) {
        admin.post(
                "/contacts/%s/receipts".formatted(number),
                Bearer.NONE,
                Map.of("id", messageId, "from", account, "type", type.wire()));
    }

    /** Whether the account has acknowledged a message of this contact: until then WhatsApp would deliver it again. */
    public boolean isAcknowledged(String messageId) {
        return admin.get(
                        "/contacts/%s/receipts?of=%s".formatted(number, JsonHttp.encode(messageId)),
                        Bearer.NONE,
                        JsonNode.class)
                .path("acknowledged")
                .asBoolean();
    }

    private List<ReadMessage> messages(String account, int count, Duration wait) {
        var path = "/contacts/%s/messages?from=%s&count=%d&wait=%d".formatted(number, account, count, wait.toMillis());
        return admin.get(path, Bearer.NONE, Messages.class).read();
    }
}
