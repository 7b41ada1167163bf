package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import dev.connectors.whatsapp.connector.chat.DataLayout;

/** A client that names documents and is never asked for one: it would connect at the first call. */
public final class OfflineFirestore {
    private static final Firestore FIRESTORE = FirestoreOptions.newBuilder()
            .setProjectId("demo-offline")
            .setEmulatorHost("127.0.0.1:1")
            .build()
            .getService();

    private OfflineFirestore() {}

    public static Firestore client() {
        return FIRESTORE;
    }

    public static Layout layout() {
        return layout(DataLayout.CANONICAL);
    }

    public static Layout layout(DataLayout data) {
        return new Layout(FIRESTORE, data);
    }
}
