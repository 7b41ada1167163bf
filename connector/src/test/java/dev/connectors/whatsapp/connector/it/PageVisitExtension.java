package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.nio.file.Path;

/** Gives the tests of a class one {@link PageVisit} that they share; each begins in front of the page, not signed in. */
final class PageVisitExtension extends SharedExtension<PageVisit> {
    PageVisitExtension() {
        super(PageVisit.class);
    }

    @Override
    PageVisit start(FirestoreEmulator emulator, WhatsAppLoopback whatsapp, Path sessions) {
        return new PageVisit(emulator, whatsapp, sessions);
    }

    @Override
    void before(PageVisit shared) {
        shared.begin();
    }
}
