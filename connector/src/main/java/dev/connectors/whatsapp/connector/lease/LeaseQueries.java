package dev.connectors.whatsapp.connector.lease;

import com.google.cloud.firestore.Query;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Instant;

/** What the leases ask Firestore for; one method is one query. */
final class LeaseQueries {
    static final String SILENT_FROM = "silentFrom";

    private final Layout layout;

    LeaseQueries(Layout layout) {
        this.layout = layout;
    }

    /** Those whose connector was to be heard of by now, as far as the clocks of hosts agree. */
    Query silentAt(Instant now) {
        return layout.leases().whereLessThan(SILENT_FROM, Timestamps.of(now));
    }
}
