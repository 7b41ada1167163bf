package dev.connectors.whatsapp.connector.account;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import dev.connectors.whatsapp.connector.lease.SilentConnectors.Silent;
import java.time.Clock;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Says of the accounts of a connector that is heard of no more that they are degraded. */
@Component
final class SilentAccounts {
    private static final Logger log = LoggerFactory.getLogger(SilentAccounts.class);

    private final Firestore firestore;
    private final Layout layout;
    private final AccountQueries queries;
    private final String worker;
    private final Clock clock;

    @Autowired
    SilentAccounts(Firestore firestore, Layout layout, Settings settings, Clock clock) {
        this(firestore, layout, settings.workerId(), clock);
    }

    /** @param worker names this connector in alerts */
    SilentAccounts(Firestore firestore, Layout layout, String worker, Clock clock) {
        this.firestore = firestore;
        this.layout = layout;
        this.queries = new AccountQueries(layout);
        this.worker = worker;
        this.clock = clock;
    }

    void mark(Silent silent) {
        for (var document :
                Calls.await(queries.lastHeldOn(silent.volume()).get()).getDocuments()) {
            if (AccountDocument.isMissed(document, silent.epoch())) {
                mark(document, silent);
            }
        }
    }

    /** Only the version that was read: whoever takes the account, or says the same, is faster then and right. */
    private void mark(DocumentSnapshot document, Silent silent) {
        var now = clock.instant();
        var alert = new Alert(new AccountId(document.getId()), silent.since());
        var why = "its connector " + silent.worker() + " has given no sign of life since " + silent.since();
        var version = Objects.requireNonNull(document.getUpdateTime());
        var batch = firestore.batch();
        batch.update(document.getReference(), AccountDocument.degraded(alert, now), Precondition.updatedAt(version));
        batch.create(layout.alert(alert.id()), alert.opened(why, worker, now));
        try {
            Calls.await(batch.commit());
            log.atWarn()
                    .addKeyValue("accountId", alert.account())
                    .addKeyValue("worker", silent.worker())
                    .log("account of another connector is degraded");
        } catch (WriteConflictException somebodyWasFaster) {
            log.atDebug().addKeyValue("accountId", alert.account()).log("the account has been written meanwhile");
        }
    }
}
