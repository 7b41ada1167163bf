package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes how an entry ended, on the entry and on its message in one commit. A message only moves forward: one of which a
 * receipt told first stays as it is. Whether that is so costs no read as long as nobody has written the message since it was
 * accepted.
 */
final class Endings {
    private final Firestore firestore;
    private final Layout layout;

    Endings(Firestore firestore, Layout layout) {
        this.firestore = firestore;
        this.layout = layout;
    }

    /**
     * Writes both.
     *
     * @param delivery what the message's fields say of it
     * @throws WriteConflictException if the claim is lost
     */
    void write(Claim claim, Map<String, Object> entryFields, Delivery delivery, Map<String, Object> messageFields) {
        try {
            both(claim, entryFields, messageFields, claim.entry().messageVersion());
        } catch (WriteConflictException notAsAccepted) {
            asItIsNow(claim, entryFields, delivery, messageFields);
        }
    }

    /**
     * Writes the same of all of them in one commit, if nobody has written any of the messages since they were accepted.
     *
     * @throws WriteConflictException if somebody has, or if a claim is lost; nothing is written then
     */
    void writeTogether(List<Claim> claims, Map<String, Object> entryFields, Map<String, Object> messageFields) {
        var batch = firestore.batch();
        claims.forEach(claim ->
                add(batch, claim, entryFields, messageFields, claim.entry().messageVersion()));
        Calls.await(batch.commit());
    }

    private void asItIsNow(
            Claim claim, Map<String, Object> entryFields, Delivery delivery, Map<String, Object> messageFields) {
        var message = Calls.await(message(claim).get());
        try {
            if (isNews(message, delivery)) {
                both(claim, entryFields, messageFields, version(message));
            } else {
                Calls.await(entry(claim).update(entryFields, Precondition.updatedAt(claim.version())));
            }
        } catch (WriteConflictException lost) {
            if (Calls.await(entry(claim).get()).exists()) {
                throw lost;
            }
            // Somebody has deleted the entry while it was under way: what became of the message is true all the same.
            if (isNews(message, delivery)) {
                Calls.await(message.getReference().update(messageFields, Precondition.updatedAt(version(message))));
            }
        }
    }

    /** A client application may have deleted the message: that must not keep its entry, and so its thread, open. */
    private boolean isNews(DocumentSnapshot message, Delivery delivery) {
        return message.exists()
                && Delivery.fromField(message.get(layout.data().deliveryField()))
                        .map(present -> present.advancesTo(delivery))
                        .orElse(true);
    }

    private void both(
            Claim claim, Map<String, Object> entryFields, Map<String, Object> messageFields, Timestamp messageVersion) {
        var batch = firestore.batch();
        add(batch, claim, entryFields, messageFields, messageVersion);
        Calls.await(batch.commit());
    }

    private void add(
            WriteBatch batch,
            Claim claim,
            Map<String, Object> entryFields,
            Map<String, Object> messageFields,
            Timestamp messageVersion) {
        batch.update(entry(claim), entryFields, Precondition.updatedAt(claim.version()));
        batch.update(message(claim), messageFields, Precondition.updatedAt(messageVersion));
    }

    private DocumentReference entry(Claim claim) {
        return layout.outboxEntry(claim.entry().id());
    }

    private DocumentReference message(Claim claim) {
        return layout.message(
                claim.entry().thread(), MessageKey.outbound(claim.entry().waMessageId()));
    }

    private static Timestamp version(DocumentSnapshot document) {
        return Objects.requireNonNull(document.getUpdateTime());
    }
}
