package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.chat.ThreadId;

/** Where each document lies. This is the layout {@code canonical}. */
public final class Layout {
    private final Firestore firestore;

    public Layout(Firestore firestore) {
        this.firestore = firestore;
    }

    public CollectionReference accounts() {
        return firestore.collection("whatsapp_accounts");
    }

    public DocumentReference account(AccountId account) {
        return accounts().document(account.value());
    }

    /** QR and other secrets of an account: readable by super-admins only. */
    public DocumentReference privateState(AccountId account) {
        return account(account).collection("private").document("state");
    }

    public DocumentReference thread(ThreadId thread) {
        return firestore.collection("whatsapp_threads").document(thread.documentId());
    }

    public DocumentReference message(ThreadId thread, MessageKey key) {
        return firestore.collection("whatsapp_messages").document(key.documentId(thread));
    }

    public CollectionReference outbox() {
        return firestore.collection("whatsapp_outbox");
    }

    public DocumentReference outboxEntry(RequestId request) {
        return outbox().document(request.value());
    }

    /** The write-ahead record of an incoming message, which is also its dedupe key. */
    public DocumentReference ingest(ThreadId thread, MessageKey key) {
        return firestore.collection("whatsapp_ingest").document(key.documentId(thread));
    }

    /** Where client applications look up the connectors' address. */
    public DocumentReference clientConfiguration() {
        return firestore.document("app_config/whatsapp_connector");
    }
}
