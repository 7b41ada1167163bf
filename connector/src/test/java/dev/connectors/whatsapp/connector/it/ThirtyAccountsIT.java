package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.Phone;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static dev.connectors.whatsapp.connector.it.RunningConnector.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A full connector that ends and is started again; how fast it is {@code bench/run restart} measures. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
class ThirtyAccountsIT {
    private static final int ACCOUNTS = 30;
    /** More would only wait for each other. */
    private static final int PAIRED_AT_ONCE = 4;

    private static final Duration ON_A_BUSY_MACHINE = Duration.ofSeconds(90);

    private final String projectId = FirestoreEmulator.newProjectId();

    @Test
    @Tag("A3")
    @Tag("P3")
    @Tag("A7")
    void allConnectAgainWithoutAQrAndTheFirstOneSends(
            FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path folder)
            throws InterruptedException, ExecutionException {
        var contact = whatsapp.contact("40713930000");
        try (var issuer = TokenIssuer.start(projectId)) {
            NavigableMap<String, Phone> accounts;
            try (var connector = start(firestore, whatsapp, issuer, folder)) {
                accounts = pairThirty(connector, whatsapp);
                end(connector);
            }
            var first = accounts.firstEntry();
            try (var afterSigterm = start(firestore, whatsapp, issuer, folder)) {
                afterSigterm.post(
                        "/api/send",
                        afterSigterm.employee("ana"),
                        sendRequest(first.getKey(), contact.number(), "Term", "m1"));
                awaitConnected(afterSigterm, accounts);
            }
            try (var afterSigkill = start(firestore, whatsapp, issuer, folder)) {
                afterSigkill.post(
                        "/api/send",
                        afterSigkill.employee("ana"),
                        sendRequest(first.getKey(), contact.number(), "Kill", "m2"));
                awaitConnected(afterSigkill, accounts);
            }

            assertThat(contact.awaitMessagesFrom(first.getValue().number(), 2, SOON))
                    .extracting(message -> message.text().orElse(""))
                    .containsExactly("Term", "Kill");
            var counters = whatsapp.counters();
            assertThat(accounts.values())
                    .allSatisfy(phone ->
                            assertThat(counters.of(phone.number()).pairings()).isEqualTo(1));
        }
    }

    private RunningConnector start(
            FirestoreEmulator firestore, WhatsAppLoopback whatsapp, TokenIssuer issuer, Path folder) {
        return RunningConnector.startToBeKilled(projectId, folder, firestore, whatsapp, issuer, Map.of());
    }

    /** By their ids, in order. */
    private static NavigableMap<String, Phone> pairThirty(RunningConnector connector, WhatsAppLoopback whatsapp)
            throws InterruptedException, ExecutionException {
        var accounts = new TreeMap<String, Phone>();
        try (var people = Executors.newFixedThreadPool(PAIRED_AT_ONCE)) {
            var paired = people.invokeAll(IntStream.range(0, ACCOUNTS)
                    .mapToObj(i -> (Callable<Map.Entry<String, Phone>>) () -> {
                        var phone = whatsapp.phone("407139100%02d".formatted(i));
                        return Map.entry(connector.pair("Account " + i, phone), phone);
                    })
                    .toList());
            for (var account : paired) {
                accounts.put(account.get().getKey(), account.get().getValue());
            }
        }
        return accounts;
    }

    /** SIGTERM, and the time that it takes. */
    private static void end(RunningConnector connector) {
        var process = connector.processes().getFirst();
        process.destroy();
        await("the connector ends").atMost(ON_A_BUSY_MACHINE).until(() -> !process.isAlive());
    }

    private static void awaitConnected(RunningConnector connector, NavigableMap<String, Phone> accounts) {
        await("all are connected")
                .atMost(ON_A_BUSY_MACHINE)
                .until(() -> accounts.keySet().stream()
                        .allMatch(account -> connector.status(account).equals("connected")));
    }
}
