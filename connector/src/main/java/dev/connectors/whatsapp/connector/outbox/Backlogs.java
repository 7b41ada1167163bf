package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.Query;
import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.account.AccountView;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How much waits for an account, and for what, whichever connector holds it. */
final class Backlogs {
    private final OutboxQueries queries;
    private final AccountRegistry here;
    private final AccountRepository accounts;
    private final int standardPace;

    /** @param standardPace of accounts that have none of their own */
    Backlogs(OutboxQueries queries, AccountRegistry here, AccountRepository accounts, int standardPace) {
        this.queries = queries;
        this.here = here;
        this.accounts = accounts;
        this.standardPace = standardPace;
    }

    /** The account's pace, as far as it is known here. */
    int perMinute(AccountId account) {
        return here.find(account)
                .map(state -> state.account().messagesPerMinute())
                .orElse(OptionalInt.empty())
                .orElse(standardPace);
    }

    /**
     * What waits for the account's pace. Nothing does while it is not connected: what waits then waits for the connection. Nor
     * does what waits for the end of a restriction.
     */
    QueueLimit.Backlog look(AccountId account) {
        if (here.isConnected(account)) {
            return paced(account, perMinute(account));
        }
        // Held by another connector, or not connected.
        var elsewhere = accounts.find(account);
        var pace = elsewhere.map(AccountView::messagesPerMinute).orElse(OptionalInt.empty());
        return elsewhere.filter(AccountView::isConnected).isPresent()
                ? paced(account, pace.orElse(standardPace))
                : new QueueLimit.Backlog(OptionalLong.empty(), pace.orElse(standardPace));
    }

    private QueueLimit.Backlog paced(AccountId account, int pace) {
        var queued = count(queries.of(List.of(account), OutboxStatus.QUEUED));
        var deferred = queued < pace ? 0 : count(queries.deferred(account));
        return new QueueLimit.Backlog(OptionalLong.of(queued - deferred), pace);
    }

    private static long count(Query query) {
        return Calls.await(query.count().get()).getCount();
    }
}
