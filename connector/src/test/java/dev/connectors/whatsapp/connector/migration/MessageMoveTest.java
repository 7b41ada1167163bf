package dev.connectors.whatsapp.connector.migration;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import dev.connectors.whatsapp.connector.firestore.OfflineFirestore;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A moved message is where the connector looks for it when a receipt or a redelivery comes. */
@Tag("A10")
class MessageMoveTest {
    private static final AccountId SALES = new AccountId("sales");
    private static final ThreadId CONTACT = new ThreadId(SALES, new ChatId("40712345678@s.whatsapp.net"));
    private static final ThreadId GROUP = new ThreadId(SALES, new ChatId("120363041234567890@g.us"));

    private static void assertPlace(DataLayout data, ThreadId thread, Map<String, Object> fields, MessageKey key) {
        var layout = OfflineFirestore.layout(data);

        assertThat(MessageMove.target(layout, thread, "former", fields)).isEqualTo(layout.message(thread, key));
    }

    @ParameterizedTest
    @EnumSource
    void itsFieldsNameIt(DataLayout data) {
        assertPlace(
                data,
                CONTACT,
                Map.of("direction", "inbound", "waMessageId", "3A/5F"),
                new MessageKey(Direction.INBOUND, Optional.empty(), "3A/5F"));
        assertPlace(
                data,
                CONTACT,
                Map.of("direction", "outbound", "waMessageId", "3A"),
                MessageKey.outbound(new WaMessageId("3A")));
    }

    @ParameterizedTest
    @EnumSource
    void inAGroupItsAuthorDoesToo(DataLayout data) {
        var author = new ChatId("40799999999@s.whatsapp.net");

        assertPlace(
                data,
                GROUP,
                Map.of("direction", "inbound", "waMessageId", "3A", "participantJid", author.jid()),
                new MessageKey(Direction.INBOUND, Optional.of(author), "3A"));
        assertPlace(
                data,
                CONTACT,
                Map.of("direction", "inbound", "waMessageId", "3A", "participantJid", author.jid()),
                new MessageKey(Direction.INBOUND, Optional.empty(), "3A"));
    }

    @ParameterizedTest
    @EnumSource
    void oneThatSaysTooLittleKeepsItsId(DataLayout data) {
        var layout = OfflineFirestore.layout(data);

        for (var fields : new Map<?, ?>[] {
            Map.of(),
            Map.of("waMessageId", "3A"),
            Map.of("direction", "in", "waMessageId", "3A"),
            Map.of("direction", "inbound", "waMessageId", "")
        }) {
            @SuppressWarnings("unchecked")
            var typed = (Map<String, Object>) fields;
            assertThat(MessageMove.target(layout, CONTACT, "former", typed).getId())
                    .isEqualTo("former");
        }
    }
}
