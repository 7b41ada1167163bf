package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadFieldsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Timestamp NOW_STORED = Timestamp.parseTimestamp("2026-01-01T12:00:00Z");

    @Test
    @Tag("I3")
    void aNewThreadSaysWhoseItIs() {
        var thread = new ThreadId(new AccountId("sales"), ChatId.parse("+40712345678"));

        assertThat(ThreadFields.created(thread, NOW))
                .isEqualTo(Map.of(
                        "accountId", "sales",
                        "chatId", "40712345678@s.whatsapp.net",
                        "clientJid", "40712345678@s.whatsapp.net",
                        "createdAt", NOW_STORED));
    }

    @ParameterizedTest
    @CsvSource({"CANONICAL, lastMessagePreview", "LEGACY, lastMessageText"})
    @Tag("O1")
    void aListOfThreadsShowsTheNewestMessage(DataLayout layout, String preview) {
        var fields = ThreadFields.lastMessage(layout, "x".repeat(500), Direction.INBOUND, NOW.minusSeconds(60), NOW);

        assertThat(fields)
                .isEqualTo(Map.of(
                        "lastMessageAt",
                        Timestamp.parseTimestamp("2026-01-01T11:59:00Z"),
                        preview,
                        "x".repeat(119) + "…",
                        "lastMessageDirection",
                        "inbound",
                        "updatedAt",
                        NOW_STORED));
    }
}
