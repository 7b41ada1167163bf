package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.MessageFields;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Gives messages that failed for good another chance, when somebody asks for it. */
@Service
public final class FailedEntries {
    private static final Logger log = LoggerFactory.getLogger(FailedEntries.class);

    private final Firestore firestore;
    private final Layout layout;
    private final AccountRegistry here;
    private final OutboxFeed feed;
    private final Wakeup wakeup;
    private final Clock clock;

    FailedEntries(
            Firestore firestore, Layout layout, AccountRegistry here, OutboxFeed feed, Wakeup wakeup, Clock clock) {
        this.firestore = firestore;
        this.layout = layout;
        this.here = here;
        this.feed = feed;
        this.wakeup = wakeup;
        this.clock = clock;
    }

    /**
     * Queues a failed request again, under the same WhatsApp id and at its old place in the thread: ahead of what still
     * waits there, behind what has gone out since. Its history keeps what had happened.
     *
     * @param by uid of who asks
     * @throws UnknownRequestException if there is no such request
     * @throws NotFailedException if it has not failed, or its message reached the recipient all the same
     */
    public void putBack(RequestId id, String by) {
        var document = Calls.await(layout.outboxEntry(id).get());
        if (!document.exists()) {
            throw new UnknownRequestException(id.value());
        }
        var status = String.valueOf(document.get(EntryDocument.STATUS));
        if (!OutboxStatus.FAILED.field().equals(status)) {
            throw new NotFailedException(id, status);
        }
        var entry = EntryDocument.read(layout.data(), document);
        var message = Calls.await(layout.message(entry.thread(), MessageKey.outbound(entry.waMessageId()))
                .get());
        var delivery = String.valueOf(message.get(layout.data().deliveryField()));
        if (message.exists() && !Delivery.FAILED.field().equals(delivery)) {
            throw new NotFailedException(id, delivery);
        }
        write(document, message, by, id);
        log.atInfo()
                .addKeyValue("accountId", entry.thread().account())
                .addKeyValue("requestId", id)
                .addKeyValue("by", by)
                .log("failed message put back");
        if (here.canSend(entry.thread().account())) {
            feed.expectMore();
            wakeup.ring();
        }
    }

    private void write(DocumentSnapshot entry, DocumentSnapshot message, String by, RequestId id) {
        var now = clock.instant();
        var batch = firestore.batch();
        batch.update(entry.getReference(), EntryDocument.putBack(entry, by, now), asRead(entry));
        if (message.exists()) {
            Map<String, Object> fields = new HashMap<>(MessageFields.delivery(layout.data(), Delivery.QUEUED, now));
            fields.put(EntryDocument.ERROR, FieldValue.delete());
            batch.update(message.getReference(), fields, asRead(message));
        }
        try {
            Calls.await(batch.commit());
        } catch (WriteConflictException changed) {
            throw new NotFailedException(id, "being written to by somebody else");
        }
    }

    private static Precondition asRead(DocumentSnapshot document) {
        return Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime()));
    }
}
