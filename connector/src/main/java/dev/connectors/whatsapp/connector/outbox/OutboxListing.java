package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.DocumentSnapshot;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Page;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Shows what became of requests. */
@Component
public final class OutboxListing {
    private final Layout layout;
    private final OutboxQueries queries;

    OutboxListing(Layout layout) {
        this.layout = layout;
        this.queries = new OutboxQueries(layout);
    }

    /**
     * What the account was asked to send, newest first.
     *
     * @param status only what is in this state; empty for all
     */
    public Page<EntryView> newest(AccountId account, Optional<OutboxStatus> status, Page.Request page) {
        var query = status.map(only -> queries.newest(account, only)).orElseGet(() -> queries.newest(account));
        return Page.read(query, EntryDocument.CREATED_AT, page, document -> Stream.of(EntryView.read(document)));
    }

    public Optional<EntryView> find(RequestId id) {
        return Optional.of(Calls.await(layout.outboxEntry(id).get()))
                .filter(DocumentSnapshot::exists)
                .map(EntryView::read);
    }
}
