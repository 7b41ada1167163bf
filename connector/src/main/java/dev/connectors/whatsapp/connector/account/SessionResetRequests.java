package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes requests to reset sessions, on any connector. They lie in documents of their own: what stands in an account's
 * document is its holder's to write.
 */
@Component
public final class SessionResetRequests {
    private static final Logger log = LoggerFactory.getLogger(SessionResetRequests.class);

    private final Layout layout;
    private final Clock clock;

    SessionResetRequests(Layout layout, Clock clock) {
        this.layout = layout;
        this.clock = clock;
    }

    /**
     * Asks for the account's session to be deleted and for a new QR. Asking again before that is done changes nothing.
     *
     * @param by uid of who asks
     */
    public void request(AccountId id, String by) {
        Calls.await(
                layout.sessionReset(id).set(Map.of("requestedAt", Timestamps.of(clock.instant()), "requestedBy", by)));
        log.atInfo().addKeyValue("accountId", id).addKeyValue("by", by).log("a reset of the session is asked for");
    }
}
