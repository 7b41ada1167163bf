package dev.connectors.whatsapp.connector.account;

import com.google.cloud.firestore.Query;
import dev.connectors.whatsapp.connector.firestore.Layout;

/** What the accounts ask Firestore for; one method is one query. */
final class AccountQueries {
    private final Layout layout;

    AccountQueries(Layout layout) {
        this.layout = layout;
    }

    /** Those whose last holder was the connector that serves this volume. */
    Query lastHeldOn(String volume) {
        return layout.accounts().whereEqualTo("owner.volume", volume);
    }
}
