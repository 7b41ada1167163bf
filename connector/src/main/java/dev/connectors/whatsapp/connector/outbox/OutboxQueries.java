package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Query;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * What the outbox asks Firestore for. One method is one query, whatever its arguments: a test calls each of them and looks for
 * its index in {@code firestore.indexes.json}, because the emulator answers without one and Firestore does not.
 */
final class OutboxQueries {
    /** Firestore's limit for the values of an {@code in}. */
    static final int MAX_ACCOUNTS = 30;

    private final Layout layout;

    OutboxQueries(Layout layout) {
        this.layout = layout;
    }

    /** @param accounts {@value #MAX_ACCOUNTS} at the most */
    Query of(List<AccountId> accounts, OutboxStatus status) {
        return layout.outbox()
                .whereIn(
                        EntryDocument.ACCOUNT_ID,
                        accounts.stream().map(AccountId::value).toList())
                .whereEqualTo(EntryDocument.STATUS, status.field());
    }

    /** What is queued, in the order in which it was accepted. */
    Query earliestQueued(List<AccountId> accounts) {
        return of(accounts, OutboxStatus.QUEUED).orderBy(EntryDocument.CREATED_AT);
    }

    Query newestQueued(List<AccountId> accounts) {
        return of(accounts, OutboxStatus.QUEUED).orderBy(EntryDocument.CREATED_AT, Query.Direction.DESCENDING);
    }

    /** What is claimed and was to be renewed or done by now. */
    Query expired(List<AccountId> accounts, Instant now) {
        return of(accounts, OutboxStatus.PROCESSING).whereLessThan(EntryDocument.LEASE_UNTIL, Timestamps.of(now));
    }

    /** What was sent since then. */
    Query sentSince(List<AccountId> accounts, Instant since) {
        return of(accounts, OutboxStatus.SENT).whereGreaterThan(EntryDocument.SENT_AT, Timestamps.of(since));
    }

    /** What failed for good since then. */
    Query failedSince(List<AccountId> accounts, Instant since) {
        return of(accounts, OutboxStatus.FAILED).whereGreaterThan(EntryDocument.FAILED_AT, Timestamps.of(since));
    }

    /** What the account was asked to send, newest first. */
    Query newest(AccountId account) {
        return layout.outbox()
                .whereEqualTo(EntryDocument.ACCOUNT_ID, account.value())
                // So that it is answered by the index that there is in any case.
                .whereIn(
                        EntryDocument.STATUS,
                        Arrays.stream(OutboxStatus.values())
                                .map(OutboxStatus::field)
                                .toList())
                .orderBy(EntryDocument.CREATED_AT, Query.Direction.DESCENDING)
                .orderBy(FieldPath.documentId(), Query.Direction.DESCENDING);
    }

    /** The same, of what is in this state. */
    Query newest(AccountId account, OutboxStatus status) {
        return of(List.of(account), status)
                .orderBy(EntryDocument.CREATED_AT, Query.Direction.DESCENDING)
                .orderBy(FieldPath.documentId(), Query.Direction.DESCENDING);
    }

    /** The one entry that goes out under this id. */
    Query under(AccountId account, WaMessageId id) {
        return layout.outbox()
                .whereEqualTo(EntryDocument.ACCOUNT_ID, account.value())
                .whereEqualTo(EntryDocument.WA_MESSAGE_ID, id.value());
    }

    /** What the thread still has to send, in its order. */
    Query unsent(ThreadId thread) {
        return layout.outbox()
                .whereEqualTo(EntryDocument.THREAD_ID, layout.data().threadId(thread))
                .whereIn(EntryDocument.STATUS, List.of(OutboxStatus.QUEUED.field(), OutboxStatus.PROCESSING.field()))
                .orderBy(EntryDocument.SEQUENCE);
    }

    /** What waits for the end of the account's restriction. */
    Query deferred(AccountId account) {
        return layout.outbox()
                .whereEqualTo(EntryDocument.ACCOUNT_ID, account.value())
                .whereEqualTo(EntryDocument.STATUS, OutboxStatus.QUEUED.field())
                .whereEqualTo(EntryDocument.WAITING_FOR, EntryDocument.RESTRICTION);
    }

    /** The same of one thread. */
    Query deferred(ThreadId thread) {
        return deferred(thread.account())
                .whereEqualTo(EntryDocument.THREAD_ID, layout.data().threadId(thread));
    }

    /** The messages that the contact wrote. */
    Query received(ThreadId thread) {
        return layout.messages(thread).whereEqualTo("direction", Direction.INBOUND.field());
    }

    /** The messages that WhatsApp took. */
    Query taken(ThreadId thread) {
        return layout.messages(thread)
                .whereIn(
                        layout.data().deliveryField(),
                        List.of(Delivery.SENT.field(), Delivery.DELIVERED.field(), Delivery.READ.field()));
    }
}
