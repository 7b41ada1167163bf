package dev.connectors.whatsapp.operator.it;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.cluster.LocalClusterExtension;
import dev.connectors.whatsapp.local.cluster.TestNamespace;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.fleet.ProductImages;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import dev.connectors.whatsapp.operator.api.AccountPhase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code kubectl apply} is all it takes. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
class ApplyIT {
    @RegisterExtension
    static final LocalClusterExtension CLUSTER = new LocalClusterExtension(ProductImages.of(Repository.find()));

    @Test
    @Tag("P1")
    void anAppliedAccountGetsAShardAndConnects(
            TestNamespace namespace, FirestoreEmulator firestore, WhatsAppLoopback whatsapp) {
        try (var fleet = Fleet.install(namespace.cluster(), namespace.name(), firestore, whatsapp)) {
            fleet.apply("sales", "40712345678");
            fleet.pair("sales", "40712345678");

            fleet.awaitPhase("sales", AccountPhase.CONNECTED);

            assertThat(fleet.kubectl().run("get", "waa", "-n", namespace.name()))
                    .contains("Connected");
        }
    }
}
