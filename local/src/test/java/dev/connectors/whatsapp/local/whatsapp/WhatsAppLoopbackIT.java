package dev.connectors.whatsapp.local.whatsapp;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.http.HttpFailure;
import dev.connectors.whatsapp.local.http.JsonHttp;
import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@ExtendWith(WhatsAppLoopbackExtension.class)
class WhatsAppLoopbackIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String COMPANION = "local/src/test/resources/whatsapp/echo-companion.mjs";

    private final Repository repository = Repository.find();
    private final String account = newNumber("40712");
    private final String contact = newNumber("40700");

    @TempDir
    Path folder;

    @Test
    void linksADeviceAndCarriesMessagesBothWays(WhatsAppLoopback whatsapp) {
        try (var companion = startCompanion(whatsapp)) {
            var linked = link(whatsapp, companion);

            var sent = whatsapp.contact(contact).writes(account, "hello");
            var answers = whatsapp.contact(contact).awaitMessagesFrom(account, 1, DEADLINE);

            assertThat(linked.jid()).startsWith(account);
            assertThat(whatsapp.phone(account).state().devices())
                    .singleElement()
                    .satisfies(device -> {
                        assertThat(device.device()).isEqualTo(linked.device());
                        assertThat(device.connections()).isEqualTo(1);
                    });
            assertThat(answers).singleElement().satisfies(answer -> {
                assertThat(answer.text()).hasValue("echo: hello");
                assertThat(answer.copies()).isEqualTo(1);
                assertThat(answer.acceptedAt()).isAfterOrEqualTo(sent.sentAt());
            });
            assertThat(whatsapp.phone(account).sentTo(contact))
                    .extracting(ReadMessage::id)
                    .containsExactly(answers.getFirst().id());
            await().atMost(DEADLINE).until(() -> whatsapp.contact(contact).isAcknowledged(sent.id()));
        }
    }

    @Test
    void countsWhatAnAccountDoes(WhatsAppLoopback whatsapp) {
        try (var companion = startCompanion(whatsapp)) {
            link(whatsapp, companion);
            whatsapp.behave(account, Behaviour.normal().refusingMessages(463));

            whatsapp.contact(contact).writes(account, "will be answered in vain");
            await().atMost(DEADLINE).until(() -> whatsapp.counters().of(account).refused() > 0);

            var tally = whatsapp.counters().of(account);
            assertThat(tally.pairings()).isEqualTo(1);
            assertThat(tally.ids()).isEqualTo(1);
            assertThat(tally.queries()).containsKey("usync");
            assertThat(whatsapp.counters().of("40799999999")).isEqualTo(Counters.Tally.ZERO);
            assertThat(whatsapp.contact(contact).messagesFrom(account)).isEmpty();
        }
    }

    @Test
    void closesConnectionsAndLetsTheDeviceComeBack(WhatsAppLoopback whatsapp) {
        try (var companion = startCompanion(whatsapp)) {
            link(whatsapp, companion);

            whatsapp.phone(account).closeConnections(503);

            assertThat(next(companion, "closed")).isEqualTo("503");
            await().atMost(DEADLINE)
                    .until(() ->
                            whatsapp.phone(account).state().devices().getFirst().logins() == 2);
        }
    }

    @Test
    void unlinksADevice(WhatsAppLoopback whatsapp) {
        try (var companion = startCompanion(whatsapp)) {
            var linked = link(whatsapp, companion);

            whatsapp.phone(account).unlink(linked.device());

            assertThat(next(companion, "closed")).isEqualTo("401");
            assertThat(whatsapp.phone(account).state().devices()).isEmpty();
        }
    }

    @Test
    void redeliversUnderTheSameId(WhatsAppLoopback whatsapp) {
        try (var companion = startCompanion(whatsapp)) {
            link(whatsapp, companion);
            var sent = whatsapp.contact(contact)
                    .writes(account, "twice", Addressing.PHONE_NUMBER, Optional.of("3A0000TWICE"));
            whatsapp.contact(contact).awaitMessagesFrom(account, 1, DEADLINE);

            whatsapp.redeliver(account, sent.id(), true);

            assertThat(sent.id()).isEqualTo("3A0000TWICE");
            assertThat(whatsapp.contact(contact).awaitMessagesFrom(account, 2, DEADLINE))
                    .hasSize(2);
        }
    }

    @Test
    void saysWhyAScanFails(WhatsAppLoopback whatsapp) {
        assertThatThrownBy(() -> whatsapp.phone(account).scan("no code"))
                .isInstanceOfSatisfying(HttpFailure.class, failure -> {
                    assertThat(failure.status()).isBetween(400, 499);
                    assertThat(failure.body()).contains("QR");
                });
    }

    @Test
    void stopsWaitingForMessagesWhenTheTimeIsOver(WhatsAppLoopback whatsapp) {
        assertThat(whatsapp.contact(contact).awaitMessagesFrom(account, 1, Duration.ofMillis(100)))
                .isEmpty();
    }

    @Test
    void leavesNoProcessBehind() {
        var whatsapp = WhatsAppLoopback.start(repository, folder.resolve("loopback.log"));

        whatsapp.close();

        assertThat(whatsapp.process().isAlive()).isFalse();
    }

    private ChildProcess startCompanion(WhatsAppLoopback whatsapp) {
        var script = repository.resolve(COMPANION).toString();
        return ChildProcess.start(
                new ChildCommand("companion", List.of("node", script), folder.resolve("companion.log"))
                        .withEnvironment(whatsapp.environment()));
    }

    private LinkedDevice link(WhatsAppLoopback whatsapp, ChildProcess companion) {
        var qr = next(companion, "qr");
        var linked = whatsapp.phone(account).scan(qr);
        next(companion, "open");
        return linked;
    }

    /** What the companion tells next under this name. */
    private static String next(ChildProcess companion, String name) {
        return companion.awaitLine(line -> value(line, name), DEADLINE);
    }

    private static Optional<String> value(String line, String name) {
        return line.startsWith("{")
                ? JsonHttp.json().readTree(line).path(name).asStringOpt().filter(value -> !value.isEmpty())
                : Optional.empty();
    }

    private static String newNumber(String prefix) {
        return prefix + ThreadLocalRandom.current().nextInt(100_000, 1_000_000);
    }
}
