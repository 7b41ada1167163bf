package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.FieldValue;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.firestore.OfflineFirestore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EntryDocumentTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Timestamp NOW_STORED = Timestamp.parseTimestamp("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final Timestamp LATER_STORED = Timestamp.parseTimestamp("2026-01-01T12:01:00Z");

    private final SendRequest request =
            new SendRequest("ana", Entries.thread("sales", "40712345678@s.whatsapp.net"), "Bună!", Optional.of("m1"));

    @Test
    @Tag("O1")
    void anAcceptedEntryHasAllThatSendingItTakes() {
        var id = request.id();
        var message = OfflineFirestore.layout().message(request.thread(), MessageKey.outbound(id.waMessageId()));

        var fields = EntryDocument.created(DataLayout.CANONICAL, id, request, 7, message, LATER, NOW);

        assertThat(fields)
                .containsOnlyKeys(
                        "accountId",
                        "threadId",
                        "chatId",
                        "body",
                        "senderUid",
                        "clientMessageId",
                        "waMessageId",
                        "messageRef",
                        "sequence",
                        "status",
                        "attempts",
                        "createdAt",
                        "updatedAt")
                .containsEntry("accountId", "sales")
                .containsEntry("threadId", "sales_40712345678@s.whatsapp.net")
                .containsEntry("chatId", "40712345678@s.whatsapp.net")
                .containsEntry("body", "Bună!")
                .containsEntry("senderUid", "ana")
                .containsEntry("clientMessageId", "m1")
                .containsEntry("waMessageId", id.waMessageId().value())
                .containsEntry("messageRef", message)
                .containsEntry("sequence", 7L)
                .containsEntry("status", "queued")
                .containsEntry("attempts", 0)
                .containsEntry("createdAt", LATER_STORED)
                .containsEntry("updatedAt", NOW_STORED);
    }

    @Test
    @Tag("O4")
    void aClaimSaysWhoHasItAndUntilWhen() {
        assertThat(EntryDocument.claimed(1, new ClaimTerms("worker-1", 7, "claim-1", LATER), NOW))
                .isEqualTo(Map.of(
                        "status",
                        "processing",
                        "claimedBy",
                        "worker-1",
                        "ownerEpoch",
                        7L,
                        "claimId",
                        "claim-1",
                        "leaseUntil",
                        LATER_STORED,
                        "attempts",
                        2,
                        "updatedAt",
                        NOW_STORED));
    }

    @Test
    @Tag("O5")
    void aRenewalMovesTheLeaseAndNothingElse() {
        assertThat(EntryDocument.renewed(LATER, NOW))
                .isEqualTo(Map.of("leaseUntil", LATER_STORED, "updatedAt", NOW_STORED));
    }

    @Test
    @Tag("O6")
    void aSentEntryIsNobodysAndHasNoError() {
        assertThat(EntryDocument.sent(NOW, LATER))
                .isEqualTo(Map.of(
                        "status", "sent",
                        "sentAt", NOW_STORED,
                        "expiresAt", LATER_STORED,
                        "updatedAt", NOW_STORED,
                        "error", FieldValue.delete(),
                        "claimedBy", FieldValue.delete(),
                        "waitingFor", FieldValue.delete(),
                        "claimId", FieldValue.delete(),
                        "ownerEpoch", FieldValue.delete(),
                        "leaseUntil", FieldValue.delete()));
    }

    @Test
    @Tag("O6")
    void aFailedEntryRecordsItsError() {
        assertThat(EntryDocument.failed("refused with code 463", NOW))
                .isEqualTo(Map.of(
                        "status",
                        "failed",
                        "failedAt",
                        NOW_STORED,
                        "updatedAt",
                        NOW_STORED,
                        "error",
                        "refused with code 463",
                        "claimedBy",
                        FieldValue.delete(),
                        "waitingFor",
                        FieldValue.delete(),
                        "claimId",
                        FieldValue.delete(),
                        "ownerEpoch",
                        FieldValue.delete(),
                        "leaseUntil",
                        FieldValue.delete()));
    }

    @Test
    @Tag("O6")
    void aReleasedEntryIsQueuedForLater() {
        assertThat(EntryDocument.released(LATER, 3, "the bridge is not there", NOW))
                .isEqualTo(Map.of(
                        "status",
                        "queued",
                        "nextAttemptAt",
                        LATER_STORED,
                        "attempts",
                        3,
                        "updatedAt",
                        NOW_STORED,
                        "error",
                        "the bridge is not there",
                        "claimedBy",
                        FieldValue.delete(),
                        "waitingFor",
                        FieldValue.delete(),
                        "claimId",
                        FieldValue.delete(),
                        "ownerEpoch",
                        FieldValue.delete(),
                        "leaseUntil",
                        FieldValue.delete()));
    }
}
