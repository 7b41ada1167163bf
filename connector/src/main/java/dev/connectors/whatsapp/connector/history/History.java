package dev.connectors.whatsapp.connector.history;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Page;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What has been written, in both directions. */
@Component
public final class History {
    private final Layout layout;
    private final HistoryQueries queries;

    History(Layout layout) {
        this.layout = layout;
        this.queries = new HistoryQueries(layout);
    }

    /** The account's threads, the one with the latest message first. */
    public Page<ThreadView> threads(AccountId account, Page.Request page) {
        return Page.read(
                queries.threads(account),
                HistoryQueries.LAST_MESSAGE_AT,
                page,
                document -> Stream.of(ThreadView.read(layout.data(), document)));
    }

    /** When the latest message of the account came or went. */
    public Optional<Instant> lastMessageAt(AccountId account) {
        return threads(account, new Page.Request(1, Optional.empty())).items().stream()
                .findFirst()
                .flatMap(ThreadView::lastMessageAt);
    }

    /** Whether there is a thread of this id. */
    public boolean hasThread(String threadId) {
        return Calls.await(layout.threads().document(threadId).get()).exists();
    }

    /** The thread's messages, newest first. */
    public Page<MessageView> messages(String threadId, Page.Request page) {
        return Page.read(
                queries.messages(threadId),
                HistoryQueries.CREATED_AT,
                page,
                document -> Stream.of(MessageView.read(layout.data(), document)));
    }
}
