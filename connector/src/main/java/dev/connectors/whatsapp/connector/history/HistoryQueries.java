package dev.connectors.whatsapp.connector.history;

import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Query;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Layout;

/** What is asked of threads and messages: each of these has its index. */
final class HistoryQueries {
    static final String LAST_MESSAGE_AT = "lastMessageAt";
    static final String CREATED_AT = "createdAt";

    private final Layout layout;

    HistoryQueries(Layout layout) {
        this.layout = layout;
    }

    /** The account's threads, the one with the latest message first. */
    Query threads(AccountId account) {
        return layout.threads()
                .whereEqualTo("accountId", account.value())
                .orderBy(LAST_MESSAGE_AT, Query.Direction.DESCENDING)
                .orderBy(FieldPath.documentId(), Query.Direction.DESCENDING);
    }

    /** The messages of the thread whose document has this id, newest first. */
    Query messages(String threadId) {
        return layout.messagesOf(threadId)
                .orderBy(CREATED_AT, Query.Direction.DESCENDING)
                .orderBy(FieldPath.documentId(), Query.Direction.DESCENDING);
    }
}
