package dev.connectors.whatsapp.connector.account;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** The fields of an account's document. */
final class AccountDocument {
    private static final String MESSAGES_PER_MINUTE = "messagesPerMinute";

    private AccountDocument() {}

    static Account read(DocumentSnapshot document) {
        return new Account(
                new AccountId(document.getId()),
                Optional.empty(),
                Optional.ofNullable(document.getString("name")).orElse(document.getId()),
                Optional.ofNullable(document.getString("phone")).map(PhoneNumber::parse),
                DesiredState.CONNECTED,
                messagesPerMinute(document),
                Optional.empty(),
                Pairing.QR_CODE);
    }

    /** The account's own pace; empty where it has none, or one that makes no sense. */
    static OptionalInt messagesPerMinute(DocumentSnapshot document) {
        return document.get(MESSAGES_PER_MINUTE) instanceof Long pace && pace > 0 && pace <= Integer.MAX_VALUE
                ? OptionalInt.of(pace.intValue())
                : OptionalInt.empty();
    }

    /** What people have set. */
    static Map<String, Object> setUp(Account account) {
        var fields = new HashMap<String, Object>();
        fields.put("accountId", account.id().value());
        fields.put("name", account.name());
        account.phone().ifPresent(phone -> fields.put("phone", "+" + phone.digits()));
        // Null also takes away what was set before.
        fields.put(
                MESSAGES_PER_MINUTE,
                account.messagesPerMinute().isPresent()
                        ? (long) account.messagesPerMinute().getAsInt()
                        : null);
        return fields;
    }

    static Map<String, Object> created(Account account, Instant now) {
        var fields = setUp(account);
        fields.values().removeIf(Objects::isNull);
        fields.put("status", AccountStatus.DISCONNECTED.field());
        fields.put("createdAt", Timestamps.of(now));
        fields.put("updatedAt", Timestamps.of(now));
        return fields;
    }

    static Map<String, Object> status(AccountState state, Instant now) {
        var fields = new HashMap<String, Object>();
        fields.put("status", state.status().field());
        fields.put("desiredState", state.account().desired().field());
        fields.put("statusReason", state.reason().orElse(null));
        fields.put("needsQR", state.needsQr());
        fields.put("reconnectCount", state.reconnectCount());
        fields.put("reconnectAttempts", state.reconnectAttempts());
        fields.put("lastSeenAt", state.lastSeenAt().map(Timestamps::of).orElse(null));
        fields.put(
                "restrictedUntil", state.restrictedUntil().map(Timestamps::of).orElse(null));
        fields.put("lastEventAt", Timestamps.of(now));
        fields.put("updatedAt", Timestamps.of(now));
        return fields;
    }

    static Map<String, Object> seen(AccountState state, Instant now) {
        var fields = new HashMap<String, Object>();
        fields.put("lastSeenAt", state.lastSeenAt().map(Timestamps::of).orElse(null));
        fields.put("updatedAt", Timestamps.of(now));
        return fields;
    }

    static Map<String, Object> degraded(Alert alert, Instant now) {
        return Map.of(
                "degraded",
                true,
                "degradedSince",
                Timestamps.of(alert.since()),
                Alert.ID,
                alert.id(),
                "updatedAt",
                Timestamps.of(now));
    }

    static Map<String, Object> notDegraded() {
        return Map.of("degraded", false, "degradedSince", FieldValue.delete(), Alert.ID, FieldValue.delete());
    }

    /**
     * Whether somebody who sees that its connector is gone has to say so: it was connected and was meant to be.
     *
     * @param leaseEpoch under a later one it was taken again meanwhile
     */
    static boolean isMissed(DocumentSnapshot document, long leaseEpoch) {
        return !Boolean.TRUE.equals(document.get("degraded"))
                && !Boolean.TRUE.equals(document.get("needsQR"))
                && DesiredState.CONNECTED.field().equals(document.get("desiredState"))
                && document.get("lastSeenAt") != null
                && document.get("owner.leaseEpoch") instanceof Long epoch
                && epoch <= leaseEpoch;
    }

    /** What links the phone: there is either a picture or a code. */
    static Map<String, Object> qr(String dataUrl, Instant now) {
        return Map.of("qrCodeDataUrl", dataUrl, "pairingCode", FieldValue.delete(), "updatedAt", Timestamps.of(now));
    }

    static Map<String, Object> pairingCode(String code, Instant now) {
        return Map.of("pairingCode", code, "qrCodeDataUrl", FieldValue.delete(), "updatedAt", Timestamps.of(now));
    }

    static Map<String, Object> nothingToLink() {
        return Map.of("qrCodeDataUrl", FieldValue.delete(), "pairingCode", FieldValue.delete());
    }
}
