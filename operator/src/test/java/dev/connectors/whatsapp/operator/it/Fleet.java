package dev.connectors.whatsapp.operator.it;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.cluster.Kubectl;
import dev.connectors.whatsapp.local.cluster.LocalCluster;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.fleet.HelmChart;
import dev.connectors.whatsapp.local.fleet.Installation;
import dev.connectors.whatsapp.local.fleet.OutsideWorld;
import dev.connectors.whatsapp.local.whatsapp.Phone;
import dev.connectors.whatsapp.local.whatsapp.QrCode;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.operator.api.AccountPhase;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;

import static org.awaitility.Awaitility.await;

/** The chart installed in a namespace of one test class, and what its user does there. */
final class Fleet implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);

    private final OutsideWorld outside;
    private final Installation installation;

    private Fleet(OutsideWorld outside, Installation installation) {
        this.outside = outside;
        this.installation = installation;
    }

    static Fleet install(
            LocalCluster cluster, String namespace, FirestoreEmulator firestore, WhatsAppLoopback whatsapp) {
        var projectId = FirestoreEmulator.newProjectId();
        var outside = new OutsideWorld(projectId, firestore, TokenIssuer.start(projectId), whatsapp);
        var chart = HelmChart.of(Repository.find());
        var fleet = new Fleet(outside, Installation.install(cluster, chart, namespace, outside.values()));
        fleet.installation.awaitOperator(SOON);
        return fleet;
    }

    /** {@code kubectl apply} of an account as a user writes it. */
    void apply(String name, String phone) {
        kubectl().apply(namespace(), """
                apiVersion: whatsapp.connectors.dev/v1alpha1
                kind: WhatsAppAccount
                metadata: {name: %s}
                spec:
                  phoneNumber: "+%s"
                """.formatted(name, phone));
    }

    /** The owner of the phone scans the code that the connector shows, as soon as there is one. */
    void pair(String name, String phone) {
        var picture = await("a QR code of " + name)
                .atMost(SOON)
                .until(() -> qrCode(name), Optional::isPresent)
                .orElseThrow();
        phone(phone).scan(QrCode.read(picture));
    }

    Optional<String> qrCode(String name) {
        return documents()
                .get("whatsapp_accounts/" + name + "/private/state")
                .flatMap(document -> document.text("qrCodeDataUrl"));
    }

    WhatsAppAccount awaitPhase(String name, AccountPhase phase) {
        return await(name + " is " + phase)
                .atMost(SOON)
                .until(
                        () -> account(name),
                        account -> account.getStatus() != null
                                && account.getStatus().phase() == phase);
    }

    WhatsAppAccount account(String name) {
        return client().resources(WhatsAppAccount.class)
                .inNamespace(namespace())
                .withName(name)
                .get();
    }

    Phone phone(String number) {
        return outside.whatsapp().phone(number);
    }

    FirestoreDocuments documents() {
        return outside.firestore().documents(outside.projectId());
    }

    Kubectl kubectl() {
        return installation.cluster().kubectl();
    }

    KubernetesClient client() {
        return installation.cluster().client();
    }

    String namespace() {
        return installation.namespace();
    }

    @Override
    public void close() {
        outside.tokens().close();
    }
}
