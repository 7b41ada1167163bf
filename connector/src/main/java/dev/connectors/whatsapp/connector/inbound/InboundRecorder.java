package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Content;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.MessageFields;
import dev.connectors.whatsapp.connector.firestore.ThreadFields;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Writes each message that arrives, once. */
@Component
@Order(4)
final class InboundRecorder implements BridgeListener {
    private static final Logger log = LoggerFactory.getLogger(InboundRecorder.class);
    /** How long a redelivery is recognised (I2); WhatsApp itself keeps what is undelivered for 30 days. */
    private static final Duration DEDUPE_FOR = Duration.ofDays(30);

    /** A document has 1 MiB; a message that can never be written would hold up all behind it. */
    private static final int MAX_RAW_BYTES = 512 << 10;

    private final Firestore firestore;
    private final Layout layout;
    private final Clock clock;

    InboundRecorder(Firestore firestore, Layout layout, Clock clock) {
        this.firestore = firestore;
        this.layout = layout;
        this.clock = clock;
    }

    @Override
    public void on(BridgeEvent event) {
        switch (event) {
            case BridgeEvent.InboundMessage message -> record(message);
            case BridgeEvent.QrCode q -> {}
            case BridgeEvent.ConnectionOpened o -> {}
            case BridgeEvent.ConnectionClosed c -> {}
            case BridgeEvent.ServerAck a -> {}
            case BridgeEvent.Receipt r -> {}
            case BridgeEvent.AccountError e -> {}
        }
    }

    private void record(BridgeEvent.InboundMessage message) {
        while (true) {
            var thread = Calls.await(layout.thread(message.thread()).get());
            try {
                commit(message, thread);
                log.atInfo()
                        .addKeyValue("accountId", message.origin().account())
                        .addKeyValue("waMessageId", message.key().id())
                        .log("message received");
                return;
            } catch (WriteConflictException conflict) {
                // Either it is recorded already, or another write of the thread came first: only then once more.
                if (isRecorded(message)) {
                    return;
                }
            }
        }
    }

    /** The message may be there without its dedupe record: that expires, and what the connector sent has none. */
    private boolean isRecorded(BridgeEvent.InboundMessage message) {
        return Calls.await(layout.ingest(message.thread(), message.key()).get()).exists()
                || Calls.await(layout.message(message.thread(), message.key()).get())
                        .exists();
    }

    private void commit(BridgeEvent.InboundMessage message, DocumentSnapshot thread) {
        var now = clock.instant();
        var batch = firestore.batch();
        batch.create(layout.ingest(message.thread(), message.key()), ingest(message, now));
        batch.create(layout.message(message.thread(), message.key()), message(message, now));
        writeThread(batch, message, thread, now);
        Calls.await(batch.commit());
    }

    private Map<String, Object> ingest(BridgeEvent.InboundMessage message, Instant now) {
        return Map.of(
                "accountId", message.origin().account().value(),
                "threadId", layout.data().threadId(message.thread()),
                "messageRef", layout.message(message.thread(), message.key()),
                "createdAt", Timestamps.of(now),
                "expiresAt", Timestamps.of(now.plus(DEDUPE_FOR)));
    }

    private Map<String, Object> message(BridgeEvent.InboundMessage message, Instant now) {
        var key = message.key();
        var fields = MessageFields.created(
                layout.data(), message.thread(), key.direction(), key.id(), message.sentAt(), now);
        fields.put("fromName", message.pushName());
        key.participant().ifPresent(participant -> fields.put("participantJid", participant.jid()));
        switch (message.content()) {
            case Content.Text text -> {
                fields.put("type", "text");
                fields.put("body", text.body());
            }
            case Content.Unsupported unsupported -> {
                fields.put("type", "unsupported");
                fields.put("kind", unsupported.kind());
                fields.put("rawBytes", unsupported.raw().size());
                if (unsupported.raw().size() <= MAX_RAW_BYTES) {
                    fields.put("raw", Blob.fromByteString(unsupported.raw()));
                }
            }
        }
        return fields;
    }

    private void writeThread(
            WriteBatch batch, BridgeEvent.InboundMessage message, DocumentSnapshot thread, Instant now) {
        var fields = new HashMap<String, Object>();
        message.alternativeChat().ifPresent(chat -> fields.put("alternativeJid", chat.jid()));
        if (isNewest(message.sentAt(), thread)) {
            fields.putAll(ThreadFields.lastMessage(
                    layout.data(), previewOf(message.content()), message.key().direction(), message.sentAt(), now));
        }
        var version = Optional.ofNullable(thread.getUpdateTime());
        if (version.isEmpty()) {
            fields.putAll(ThreadFields.created(message.thread(), now));
            batch.create(thread.getReference(), fields);
        } else if (!fields.isEmpty()) {
            batch.update(thread.getReference(), fields, Precondition.updatedAt(version.get()));
        }
    }

    /** What was held back while the account was offline must not cover what was written since. */
    private static boolean isNewest(Instant sentAt, DocumentSnapshot thread) {
        return Optional.ofNullable(thread.exists() ? thread.getTimestamp("lastMessageAt") : (Timestamp) null)
                .map(last -> !sentAt.isBefore(Timestamps.instant(last).truncatedTo(ChronoUnit.SECONDS)))
                .orElse(true);
    }

    private static String previewOf(Content content) {
        return switch (content) {
            case Content.Text text -> text.body();
            case Content.Unsupported unsupported -> "";
        };
    }
}
