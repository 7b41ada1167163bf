package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.bench.Conversation.Accepted;
import dev.connectors.whatsapp.bench.Conversation.Written;
import dev.connectors.whatsapp.bench.Findings.Flaw;
import dev.connectors.whatsapp.bench.Findings.Problem;
import dev.connectors.whatsapp.local.firestore.FirestoreDocument;
import dev.connectors.whatsapp.local.whatsapp.ReadMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AuditTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Conversation conversation = new Conversation(new Account("a1", "40711000001"), "40799000001");

    @BeforeEach
    void someHaveWritten() {
        conversation.accepted().add(new Accepted("request", "Out 0"));
        conversation.written().add(new Written("I0", "In 0"));
        conversation.written().add(new Written("I1", "In 1"));
    }

    private static FirestoreDocument entry(String status) {
        return document("outbox/request", NOW, Map.of("status", status, "waMessageId", "O0"));
    }

    private static FirestoreDocument outbound(String delivery) {
        return document(
                "messages/O0",
                NOW,
                Map.of("direction", "outbound", "accountId", "a1", "waMessageId", "O0", "delivery", delivery));
    }

    private static FirestoreDocument inbound(String id, String text, Instant recorded) {
        var thread = "a1_40799000001@s.whatsapp.net";
        return document(
                "messages/" + id,
                recorded,
                Map.of("direction", "inbound", "threadId", thread, "waMessageId", id, "body", text));
    }

    private static FirestoreDocument document(String path, Instant recorded, Map<String, String> fields) {
        return new FirestoreDocument(path, Map.copyOf(fields), recorded, recorded);
    }

    private static ReadMessage read(String id, String text) {
        return new ReadMessage(id, "40711000001", Optional.of(text), "conversation", NOW, NOW, 1);
    }

    private List<Problem> outgoing(FirestoreDocument entry, FirestoreDocument message, ReadMessage... read) {
        return new Audit(ClientLayout.CANONICAL, List.of(entry), List.of(message))
                .outgoing(Map.of(conversation, List.of(read)))
                .problems();
    }

    private List<Problem> incoming(FirestoreDocument... messages) {
        return new Audit(ClientLayout.CANONICAL, List.of(), List.of(messages))
                .incoming(List.of(conversation))
                .problems();
    }

    @Test
    void allIsWellWhenContactEntryAndMessageAgree() {
        assertThat(outgoing(entry("sent"), outbound("delivered"), read("O0", "Out 0")))
                .isEmpty();
        assertThat(incoming(inbound("I0", "In 0", NOW), inbound("I1", "In 1", NOW)))
                .isEmpty();
    }

    @Test
    void anEntryOrAMessageThatStillWaitsIsMisdocumented() {
        assertThat(outgoing(entry("queued"), outbound("queued"), read("O0", "Out 0")))
                .extracting(Problem::flaw)
                .containsExactly(Flaw.MISDOCUMENTED, Flaw.MISDOCUMENTED);
    }

    @Test
    void aMessageUnderTwoIdsIsThereTwice() {
        assertThat(outgoing(entry("sent"), outbound("sent"), read("O0", "Out 0"), read("O1", "Out 0")))
                .extracting(Problem::flaw)
                .containsExactlyInAnyOrder(Flaw.TWICE, Flaw.MISDOCUMENTED);
    }

    @Test
    void whatWasRecordedInAnotherCommitBeforeItsPredecessorIsOutOfOrder() {
        assertThat(incoming(inbound("I1", "In 1", NOW), inbound("I0", "In 0", NOW.plusMillis(1))))
                .extracting(Problem::flaw)
                .containsExactly(Flaw.OUT_OF_ORDER);
    }

    @Test
    void aThreadOfNobodyAndAnotherTextAreNoticed() {
        var stray = document("messages/X", NOW, Map.of("direction", "inbound", "threadId", "a2_x", "waMessageId", "X"));

        assertThat(incoming(inbound("I0", "In 0", NOW), inbound("I1", "something else", NOW), stray))
                .extracting(Problem::flaw)
                .containsExactlyInAnyOrder(Flaw.MISDOCUMENTED, Flaw.INVENTED);
    }
}
