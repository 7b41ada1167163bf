package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.chat.ThreadId;

/** Where each document lies. Of what both generations of client applications share, each has its own names. */
public final class Layout {
    private final Firestore firestore;
    private final DataLayout data;

    public Layout(Firestore firestore, DataLayout data) {
        this.firestore = firestore;
        this.data = data;
    }

    /** How ids and fields are named. */
    public DataLayout data() {
        return data;
    }

    public CollectionReference accounts() {
        return collection("whatsapp_accounts", "accounts");
    }

    public DocumentReference account(AccountId account) {
        return accounts().document(account.value());
    }

    /** Where former versions had the accounts. */
    public CollectionReference formerAccounts() {
        return firestore.collection("wa_accounts");
    }

    /** QR and other secrets of an account: readable by super-admins only. */
    public DocumentReference privateState(AccountId account) {
        return account(account).collection("private").document("state");
    }

    public CollectionReference threads() {
        return collection("whatsapp_threads", "threads");
    }

    public DocumentReference thread(ThreadId thread) {
        return threads().document(data.threadId(thread));
    }

    /** All messages of a thread. */
    public Query messages(ThreadId thread) {
        return messagesOf(data.threadId(thread));
    }

    /** All messages of the thread whose document has this id. */
    public Query messagesOf(String threadId) {
        return switch (data) {
            case CANONICAL -> messagesBeside(threadId).whereEqualTo("threadId", threadId);
            case LEGACY -> messagesBeside(threadId);
        };
    }

    public DocumentReference message(ThreadId thread, MessageKey key) {
        return message(thread, data.messageId(thread, key));
    }

    /** The message whose document has this id. */
    public DocumentReference message(ThreadId thread, String id) {
        return messagesBeside(data.threadId(thread)).document(id);
    }

    /** Where a thread's messages lie, in the canonical layout with those of all others. */
    private CollectionReference messagesBeside(String threadId) {
        return switch (data) {
            case CANONICAL -> firestore.collection("whatsapp_messages");
            case LEGACY -> threads().document(threadId).collection("messages");
        };
    }

    public CollectionReference leases() {
        return firestore.collection("whatsapp_connectors");
    }

    /** The lease of the connector that serves this volume. */
    public DocumentReference lease(String volume) {
        return leases().document(volume);
    }

    /** What somebody should look at. */
    public DocumentReference alert(String id) {
        return firestore.collection("whatsapp_alerts").document(id);
    }

    /** Requests to reset an account's session that are not carried out yet; almost always empty. */
    public CollectionReference sessionResets() {
        return firestore.collection("whatsapp_session_resets");
    }

    public DocumentReference sessionReset(AccountId account) {
        return sessionResets().document(account.value());
    }

    public CollectionReference outbox() {
        return collection("whatsapp_outbox", "outbox");
    }

    public DocumentReference outboxEntry(RequestId request) {
        return outbox().document(request.value());
    }

    /** The write-ahead record of an incoming message, which is also its dedupe key. */
    public DocumentReference ingest(ThreadId thread, MessageKey key) {
        return ingests().document(data.dedupeId(thread, key));
    }

    /** Where the record is when another chat's message has the place of {@link #ingest}. */
    public DocumentReference otherIngest(ThreadId thread, MessageKey key) {
        return ingests().document(data.otherDedupeId(thread, key));
    }

    CollectionReference ingests() {
        return collection("whatsapp_ingest", "inboundDedupe");
    }

    /** Who of the account's contacts is meant by a name. */
    public DocumentReference alias(AccountId account, ChatId name) {
        return account(account).collection("aliases").document(DataLayout.chatPart(name));
    }

    /** What arrived on the account and cannot be kept where it belongs. */
    public CollectionReference deadLetters(AccountId account) {
        return account(account).collection("deadLetters");
    }

    /** Where client applications look up the connectors' address. */
    public DocumentReference clientConfiguration() {
        return firestore.document("app_config/whatsapp_connector");
    }

    private CollectionReference collection(String canonical, String legacy) {
        return firestore.collection(
                switch (data) {
                    case CANONICAL -> canonical;
                    case LEGACY -> legacy;
                });
    }
}
