package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageFieldsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Timestamp NOW_STORED = Timestamp.parseTimestamp("2026-01-01T12:00:00Z");

    private final ThreadId thread = new ThreadId(new AccountId("sales"), ChatId.parse("+40712345678"));

    @Test
    @Tag("O1")
    void everyMessageSaysWhereItBelongs() {
        assertThat(MessageFields.created(
                        DataLayout.CANONICAL, thread, Direction.OUTBOUND, "3EB0", NOW.minusSeconds(60), NOW))
                .isEqualTo(Map.of(
                        "accountId", "sales",
                        "threadId", "sales_40712345678@s.whatsapp.net",
                        "chatId", "40712345678@s.whatsapp.net",
                        "direction", "outbound",
                        "waMessageId", "3EB0",
                        "createdAt", Timestamp.parseTimestamp("2026-01-01T11:59:00Z"),
                        "updatedAt", NOW_STORED));
    }

    @Test
    @Tag("O10")
    void eachChangeOfTheDeliverySaysWhen() {
        assertThat(MessageFields.delivery(DataLayout.CANONICAL, Delivery.READ, NOW))
                .isEqualTo(Map.of("delivery", "read", "updatedAt", NOW_STORED));
        assertThat(MessageFields.delivery(DataLayout.LEGACY, Delivery.READ, NOW))
                .isEqualTo(Map.of("status", "read", "updatedAt", NOW_STORED));
    }
}
