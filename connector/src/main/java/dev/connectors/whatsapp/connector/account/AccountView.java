package dev.connectors.whatsapp.connector.account;

import com.google.cloud.firestore.DocumentSnapshot;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.firestore.Fields;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An account as its document says, whichever connector holds it. What is missing or garbled there is left out.
 *
 * @param status one of the {@linkplain AccountStatus#field() words}
 * @param reason why it is disconnected, for people
 * @param heldBy name of the connector that has its connection, or had it last
 * @param degraded whether it has not been seen for longer than it should be
 * @param lastSeenAt when WhatsApp was last heard on it
 * @param lastEventAt when its status last changed
 * @param messagesPerMinute its own pace; empty where the connectors' setting decides
 */
public record AccountView(
        AccountId id,
        String name,
        Optional<PhoneNumber> phone,
        String status,
        Optional<String> reason,
        boolean needsQr,
        Optional<String> heldBy,
        boolean degraded,
        Optional<Instant> degradedSince,
        Optional<Instant> lastSeenAt,
        Optional<Instant> lastEventAt,
        long reconnectCount,
        long reconnectAttempts,
        OptionalInt messagesPerMinute) {

    static AccountView read(DocumentSnapshot document) {
        var fields = new Fields(document);
        return new AccountView(
                new AccountId(fields.id()),
                fields.text("name").orElse(fields.id()),
                fields.text("phone").flatMap(AccountView::phone),
                fields.text("status").orElse(AccountStatus.DISCONNECTED.field()),
                fields.text("statusReason"),
                fields.isTrue("needsQR"),
                fields.text("owner.workerId"),
                fields.isTrue("degraded"),
                fields.time("degradedSince"),
                fields.time("lastSeenAt"),
                fields.time("lastEventAt"),
                fields.number("reconnectCount"),
                fields.number("reconnectAttempts"),
                AccountDocument.messagesPerMinute(document));
    }

    public boolean isConnected() {
        return AccountStatus.CONNECTED.field().equals(status);
    }

    private static Optional<PhoneNumber> phone(String text) {
        try {
            return Optional.of(PhoneNumber.parse(text));
        } catch (IllegalArgumentException noNumber) {
            return Optional.empty();
        }
    }
}
