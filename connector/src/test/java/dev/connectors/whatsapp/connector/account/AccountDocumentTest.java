package dev.connectors.whatsapp.connector.account;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.FieldValue;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AccountDocumentTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Timestamp NOW_STORED = Timestamp.parseTimestamp("2026-01-01T12:00:00Z");

    private final Account account =
            new Account(new AccountId("sales"), "Sales", Optional.of(new PhoneNumber("40712345678")));

    @Test
    @Tag("H6")
    void aNewAccountIsWrittenAsItWasSetUp() {
        assertThat(AccountDocument.created(account, NOW))
                .isEqualTo(Map.of(
                        "accountId", "sales",
                        "name", "Sales",
                        "phone", "+40712345678",
                        "status", "disconnected",
                        "createdAt", NOW_STORED,
                        "updatedAt", NOW_STORED));
    }

    @Test
    void anAccountWithoutANumberHasNoSuchField() {
        var nameless = new Account(new AccountId("sales"), "Sales", Optional.empty());

        assertThat(AccountDocument.created(nameless, NOW)).doesNotContainKey("phone");
    }

    @Test
    @Tag("S5")
    void aPaceThatWasTakenBackIsTakenOutOfTheDocument() {
        Map<String, @Nullable Object> fields = new HashMap<>(AccountDocument.setUp(account));

        assertThat(fields).containsEntry("messagesPerMinute", null);
        assertThat(AccountDocument.created(account, NOW)).doesNotContainKey("messagesPerMinute");
    }

    @Test
    @Tag("A4")
    void theStatusSaysWhyAnAccountIsDisconnected() {
        var state = AccountState.initial(account)
                .in(new Phase.Stopped("logged out by the phone"))
                .with(History.NONE
                        .seen(NOW.minusSeconds(60))
                        .restrictedAtLeast(NOW)
                        .failed()
                        .needingQr(true));

        assertThat(AccountDocument.status(state, NOW))
                .isEqualTo(Map.of(
                        "status",
                        "disconnected",
                        "desiredState",
                        "connected",
                        "statusReason",
                        "logged out by the phone",
                        "needsQR",
                        true,
                        "reconnectCount",
                        0,
                        "reconnectAttempts",
                        1,
                        "lastSeenAt",
                        Timestamp.parseTimestamp("2026-01-01T11:59:00Z"),
                        "restrictedUntil",
                        NOW_STORED,
                        "lastEventAt",
                        NOW_STORED,
                        "updatedAt",
                        NOW_STORED));
    }

    @Test
    @Tag("A1")
    void whatNoLongerHoldsIsTakenOutOfTheStatus() {
        Map<String, @Nullable Object> status = new HashMap<>(
                AccountDocument.status(AccountState.initial(account).in(new Phase.Connecting()), NOW));

        assertThat(status).containsEntry("status", "connecting");
        assertThat(status).containsEntry("statusReason", null);
        assertThat(status).containsEntry("lastSeenAt", null);
    }

    @Test
    @Tag("S1")
    void theQrIsNoPartOfWhatEverybodyReads() {
        var state = AccountState.initial(account).in(new Phase.Linking());

        assertThat(AccountDocument.status(state, NOW)).doesNotContainKeys("qrCodeDataUrl", "pairingCode");
    }

    @Test
    void thereIsEitherAPictureOrACodeToLinkThePhoneBy() {
        assertThat(AccountDocument.qr("data:image/png;base64,AAAA", NOW))
                .isEqualTo(Map.of(
                        "qrCodeDataUrl",
                        "data:image/png;base64,AAAA",
                        "pairingCode",
                        FieldValue.delete(),
                        "updatedAt",
                        NOW_STORED));
        assertThat(AccountDocument.pairingCode("ABCD1234", NOW))
                .isEqualTo(Map.of(
                        "pairingCode", "ABCD1234", "qrCodeDataUrl", FieldValue.delete(), "updatedAt", NOW_STORED));
    }
}
