package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Documents as former versions wrote them, and all documents as they are. */
final class FormerData {
    static final AccountId SALES = new AccountId("sales");

    private final Firestore firestore;
    private final Layout layout;

    FormerData(Firestore firestore, Layout layout) {
        this.firestore = firestore;
        this.layout = layout;
    }

    static ThreadId thread(String jid) {
        return new ThreadId(SALES, new ChatId(jid));
    }

    static Timestamp second(long second) {
        return Timestamp.ofTimeSecondsAndNanos(second, 0);
    }

    void put(DocumentReference document, Map<String, Object> fields) {
        Calls.await(document.set(fields));
    }

    /** A thread whose document has this id, whatever it is. */
    void thread(String id, Map<String, Object> fields) {
        put(layout.threads().document(id), fields);
    }

    DocumentReference message(String threadId, String id) {
        return switch (layout.data()) {
            case CANONICAL -> firestore.collection("whatsapp_messages").document(id);
            case LEGACY ->
                layout.threads().document(threadId).collection("messages").document(id);
        };
    }

    void message(String threadId, String id, Map<String, Object> fields) {
        var all = new HashMap<>(fields);
        all.put("threadId", threadId);
        put(message(threadId, id), all);
    }

    /** Many messages, in a few commits. */
    void messages(String threadId, int count, String body) {
        var batch = firestore.batch();
        for (var i = 0; i < count; i++) {
            batch.set(message(threadId, "many-" + i), Map.of("threadId", threadId, "number", i, "body", body));
        }
        Calls.await(batch.commit());
    }

    void account(String id, Map<String, Object> fields) {
        put(layout.formerAccounts().document(id), fields);
    }

    /** Something of every kind. */
    void seed() {
        var last = layout.data().previewField();
        var spelled = "+40712345678@s.whatsapp.net";
        thread(spelled, Map.of("accountId", "sales", "createdAt", second(1), "lastMessageAt", second(9), last, "New"));
        message(spelled, "m1", Map.of("direction", "inbound", "waMessageId", "IN1", "body", "Hello"));
        message(spelled, "m2", Map.of("direction", "outbound", "waMessageId", "OUT1", "a.b", Map.of("c/d", 1)));
        message(spelled, "m3", Map.of("body", "Who knows which"));
        thread("40712345678", Map.of("accountId", "sales", "createdAt", second(2), "lastMessageAt", second(3)));
        message("40712345678", "m4", Map.of("direction", "inbound", "waMessageId", "IN2"));

        var there = "40799999999@s.whatsapp.net";
        var name = layout.data().threadId(thread(there));
        thread(name, Map.of("accountId", "sales", "lastMessageAt", second(20), last, "Newest", "ownerUid", "ana"));
        put(
                MessageMove.target(layout, thread(there), "", Map.of("direction", "inbound", "waMessageId", "IN9")),
                Map.of("threadId", name, "body", "Edited", "direction", "inbound", "waMessageId", "IN9"));
        thread(there, Map.of("accountId", "sales", "lastMessageAt", second(10), last, "Old", "a.b", "c"));
        message(there, "m5", Map.of("direction", "inbound", "waMessageId", "IN9", "body", "First", "fromName", "Ion"));
        message(there, "m6", Map.of("direction", "inbound", "waMessageId", "IN10", "body", "Second"));

        thread("a_b%~c@lid", Map.of("accountId", "sales", "clientJid", "a_b%~c@lid"));
        message("a_b%~c@lid", "__hostile", Map.of("body", "x"));
        thread("40744444444", Map.of("accountId", "sales"));
        messages("40744444444", 150, "one of many");
        thread("40733333333@s.whatsapp.net", Map.of("note", "whose?"));
        message("40733333333@s.whatsapp.net", "m7", Map.of("body", "stays"));

        account("sales", Map.of("name", "Sales", "phone", "+40712345678", "qrCodeDataUrl", "data:image/png;base64,AA"));
        put(layout.account(new AccountId("support")), Map.of("name", "Support"));
        account("support", Map.of("name", "Old support", "colour", "red"));
    }

    /** Every document by its path. */
    Map<String, Map<String, Object>> all() {
        var all = new TreeMap<String, Map<String, Object>>();
        var group = layout.message(thread("any"), "any").getParent().getId();
        for (Query query : List.<Query>of(
                layout.threads(), layout.accounts(), layout.formerAccounts(), firestore.collectionGroup(group))) {
            Calls.await(query.get())
                    .getDocuments()
                    .forEach(document ->
                            all.put(path(document.getReference()), Objects.requireNonNull(document.getData())));
        }
        return all;
    }

    static String path(DocumentReference document) {
        return document.getPath().replaceFirst("^.*/documents/", "");
    }
}
