package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.ConnectorApplication;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreDocument;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.process.ShortLivedJvm;
import dev.connectors.whatsapp.local.tcp.TcpProxy;
import dev.connectors.whatsapp.local.whatsapp.Addressing;
import dev.connectors.whatsapp.local.whatsapp.Contact;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Receiving, through the unmodified Baileys: what a contact wrote is there once, whatever breaks on the way. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
class InboundIT {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final String projectId = FirestoreEmulator.newProjectId();
    private final TokenIssuer issuer = TokenIssuer.start(projectId);
    private final String number = "407151%05d".formatted(NUMBERS.incrementAndGet());
    private final FirestoreEmulator firestore;
    private final WhatsAppLoopback whatsapp;
    private final FirestoreDocuments documents;
    private final TcpProxy line;
    private final Contact contact;
    private final Path sessions;
    private RunningConnector connector;
    private String account = "";

    InboundIT(FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path sessions) {
        this.firestore = firestore;
        this.whatsapp = whatsapp;
        this.sessions = sessions;
        this.documents = firestore.documents(projectId);
        this.line = new TcpProxy(firestore.hostAndPort());
        this.contact = whatsapp.contact("407159%05d".formatted(NUMBERS.incrementAndGet()));
        this.connector = startConnector();
    }

    private RunningConnector startConnector() {
        return RunningConnector.start(projectId, sessions, firestore, whatsapp, issuer, throughTheLine());
    }

    private Map<String, String> throughTheLine() {
        return Map.of("FIRESTORE_EMULATOR_HOST", line.hostAndPort());
    }

    @BeforeEach
    void pair() {
        account = connector.pair("Inbound", whatsapp.phone(number));
    }

    @AfterEach
    void stop() {
        line.mend();
        connector.close();
        line.close();
        issuer.close();
    }

    private String chat() {
        return contact.number() + "@s.whatsapp.net";
    }

    private List<FirestoreDocument> messages() {
        return documents.list("whatsapp_messages");
    }

    private List<String> write(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> contact.writes(number, "Message " + i).id())
                .toList();
    }

    private void awaitOnceInOrder(List<String> ids) {
        await("all are there")
                .atMost(SOON.multipliedBy(3))
                .until(() -> messages().size() >= ids.size());
        assertThat(messages().stream()
                        .sorted(Comparator.comparing(FirestoreDocument::createTime)
                                .thenComparingInt(message ->
                                        ids.indexOf(message.text("waMessageId").orElse("")))))
                .extracting(message -> message.text("waMessageId").orElse(""))
                .isEqualTo(ids);
    }

    @Test
    @Tag("I1")
    void redeliveredAndEncryptedAnewItIsOneMessage() {
        var id = contact.writes(number, "Only once").id();
        await().atMost(SOON).until(() -> messages().size() == 1);

        for (var i = 0; i < 3; i++) {
            whatsapp.redeliver(number, id, false);
            whatsapp.redeliver(number, id, true);
        }
        contact.writes(number, "Afterwards");

        await().atMost(SOON)
                .until(() -> messages().stream()
                        .anyMatch(message -> message.text("body").equals(Optional.of("Afterwards"))));
        assertThat(messages()).hasSize(2);
    }

    @Test
    @Tag("I1")
    void whatComesWhileFirestoreIsAwayIsThereAfterwardsInFewCommits() {
        write(0, 1);
        await().atMost(SOON).until(() -> messages().size() == 1);
        var first = messages().getFirst().text("waMessageId").orElseThrow();
        line.cut();

        var rest = write(1, 200);
        await("the bridge has them all").atMost(SOON).until(() -> contact.isAcknowledged(rest.getLast()));
        assertThat(messages()).hasSize(1);
        line.mend();

        awaitOnceInOrder(IntStream.range(0, 200)
                .mapToObj(i -> i == 0 ? first : rest.get(i - 1))
                .toList());
        var commits = messages().stream()
                .map(FirestoreDocument::createTime)
                .distinct()
                .count();
        assertThat(commits).as("200 messages in so many commits").isLessThan(20);
        assertThat(documents
                        .get("whatsapp_threads/" + account + "_" + chat())
                        .orElseThrow()
                        .text("lastMessagePreview"))
                .contains("Message 199");
    }

    @Test
    @Tag("I1")
    void whatTheConnectorHadNotWrittenWhenItStoppedIsWrittenByTheNext() {
        line.cut();
        var ids = write(0, 20);
        await("the bridge has them all").atMost(SOON).until(() -> contact.isAcknowledged(ids.getLast()));
        connector.close();

        line.mend();
        connector = startConnector();

        awaitOnceInOrder(ids);
    }

    @Test
    @Tag("I1")
    void aConnectorThatIsKilledInTheMiddleLosesNothingAndRepeatsNothing() throws Exception {
        connector.close();
        var child = startChild();
        var ids = new ArrayList<String>();
        try {
            await("the child is connected")
                    .atMost(SOON.multipliedBy(2))
                    .until(() -> whatsapp.phone(number).state().connected());
            ids.addAll(write(0, 30));
            await("some are written").atMost(SOON).until(() -> !messages().isEmpty());
            line.cut();
            ids.addAll(write(30, 60));
            await("the bridge has them all").atMost(SOON).until(() -> contact.isAcknowledged(ids.getLast()));
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(messages()).as("the last are in the journal only").hasSizeLessThan(ids.size());

        line.mend();
        connector = startConnector();

        awaitOnceInOrder(ids);
    }

    private Process startChild() throws IOException {
        var builder = new ProcessBuilder(ShortLivedJvm.command(
                        "-cp", System.getProperty("java.class.path"), ConnectorApplication.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(RunningConnector.environment(
                        projectId, sessions, firestore, whatsapp, issuer, throughTheLine()));
        return builder.start();
    }

    @Test
    @Tag("I1")
    void inAGroupAMessageSaysWhoWroteIt() {
        var group = whatsapp.foundGroup("Friends", contact.number(), List.of(number));

        var id = group.writes(contact.number(), "Hello all").id();

        await().atMost(SOON).until(() -> messages().size() == 1);
        assertThat(messages()).singleElement().satisfies(message -> {
            assertThat(message.text("waMessageId")).contains(id);
            assertThat(message.text("chatId")).contains(group.jid());
            assertThat(message.text("participantJid")).isPresent();
        });
        assertThat(documents.get("whatsapp_threads/" + account + "_" + group.jid()))
                .isPresent();
    }

    @Test
    @Tag("I1")
    void whatThePhoneWritesIsOutgoingAndNotSentAgain() {
        var id = whatsapp.phone(number).sends(contact.number(), "From my phone").id();

        await().atMost(SOON).until(() -> messages().size() == 1);
        assertThat(messages()).singleElement().satisfies(message -> {
            assertThat(message.text("waMessageId")).contains(id);
            assertThat(message.text("direction")).contains("outbound");
            assertThat(message.text("delivery")).contains("sent");
            assertThat(message.text("chatId")).contains(chat());
        });
        assertThat(documents.list("whatsapp_outbox")).isEmpty();
        assertThat(whatsapp.counters().of(number).stanzas()).isZero();
    }

    @Test
    @Tag("I1")
    void whatIsAboutAMessageReachesItAndIsAMessageOfItsOwn() {
        var edited = contact.writes(number, "Hello").id();
        var deleted = contact.writes(number, "Nothing").id();

        contact.sends(number, WaMessages.reaction(jid(), edited, "👍"));
        contact.sends(number, WaMessages.edit(jid(), edited, "Hello there"));
        contact.sends(number, WaMessages.deletion(jid(), deleted));
        contact.sends(number, WaMessages.image("A cat"));

        await().atMost(SOON).until(() -> messages().size() == 6);
        assertThat(messages())
                .extracting(message -> message.text("type").orElse(""))
                .containsExactlyInAnyOrder("text", "text", "reaction", "edit", "deletion", "image");
        assertThat(message(edited).text("body")).contains("Hello there");
        assertThat(message(edited).fields())
                .hasEntrySatisfying(
                        "reactions",
                        reactions -> assertThat(reactions.toString()).contains("👍"));
        assertThat(message(deleted).fields()).containsKey("deletedAt");
        assertThat(documents.list("whatsapp_threads"))
                .singleElement()
                .satisfies(
                        thread -> assertThat(thread.text("lastMessagePreview")).contains("A cat"));
    }

    /** The account's, as its contact names it. */
    private String jid() {
        return number + "@s.whatsapp.net";
    }

    private FirestoreDocument message(String id) {
        return messages().stream()
                .filter(message -> message.text("waMessageId").equals(Optional.of(id)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("I3")
    void namedByLidFirstAndThenByNumberAContactHasOneThread() {
        writeAs(Addressing.LID_ONLY, Addressing.LID, Addressing.PHONE_NUMBER, Addressing.LID_ONLY);

        assertThat(documents.list("whatsapp_threads")).hasSize(1);
    }

    @Test
    @Tag("I3")
    void namedByNumberFirstAndThenByLidAContactHasOneThread() {
        writeAs(Addressing.PHONE_NUMBER, Addressing.LID_ONLY, Addressing.LID);

        assertThat(documents.list("whatsapp_threads")).hasSize(1);
    }

    private void writeAs(Addressing... names) {
        for (var i = 0; i < names.length; i++) {
            contact.writes(number, "As " + names[i], names[i], Optional.empty());
            var expected = i + 1;
            await().atMost(SOON).until(() -> messages().size() == expected);
        }
    }
}
