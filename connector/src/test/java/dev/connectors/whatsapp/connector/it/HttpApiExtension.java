package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.nio.file.Path;

/** Gives the tests of a class one {@link HttpApi} that they share, and each a contact of its own. */
final class HttpApiExtension extends SharedExtension<HttpApi> {
    private final DataLayout data;

    HttpApiExtension(DataLayout data) {
        super(HttpApi.class);
        this.data = data;
    }

    @Override
    HttpApi start(FirestoreEmulator emulator, WhatsAppLoopback whatsapp, Path sessions) {
        return new HttpApi(data, emulator, whatsapp, sessions);
    }

    @Override
    void before(HttpApi shared) {
        shared.anotherContact();
    }
}
