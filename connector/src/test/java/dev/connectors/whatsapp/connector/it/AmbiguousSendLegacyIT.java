package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class AmbiguousSendLegacyIT extends AmbiguousSend {
    AmbiguousSendLegacyIT(FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path sessions) {
        super(DataLayout.LEGACY, firestore, whatsapp, sessions);
    }
}
