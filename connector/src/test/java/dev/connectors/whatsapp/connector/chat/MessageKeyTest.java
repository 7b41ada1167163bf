package dev.connectors.whatsapp.connector.chat;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessageKeyTest {
    private final ThreadId group = new ThreadId(new AccountId("sales_ro"), new ChatId("120363041234567890@g.us"));

    @Test
    void anOutgoingMessageIsNamedByItsWhatsAppId() {
        var key = MessageKey.outbound(new WaMessageId("3EB0AB"));

        assertThat(DataLayout.CANONICAL.messageId(group, key)).isEqualTo("sales_ro_120363041234567890@g.us_out.3EB0AB");
    }

    @Test
    @Tag("I1")
    void anIncomingMessageOfAGroupIsNamedByWhoWroteItToo() {
        var key = new MessageKey(Direction.INBOUND, Optional.of(new ChatId("123456789@lid")), "3A5F");

        assertThat(DataLayout.CANONICAL.messageId(group, key))
                .isEqualTo("sales_ro_120363041234567890@g.us_in.3A5F.123456789@lid");
    }

    @Test
    @Tag("I1")
    void theSameIdFromBothSidesIsTwoMessages() {
        var theirs = new MessageKey(Direction.INBOUND, Optional.empty(), "3EB0AB");
        var ours = MessageKey.outbound(new WaMessageId("3EB0AB"));

        assertThat(DataLayout.CANONICAL.messageId(group, theirs))
                .isNotEqualTo(DataLayout.CANONICAL.messageId(group, ours));
    }

    @Test
    @Tag("I1")
    void aDotInTheIdIsNotTakenForTheParticipant() {
        var dotted = new MessageKey(Direction.INBOUND, Optional.empty(), "3A.1@lid");
        var byParticipant = new MessageKey(Direction.INBOUND, Optional.of(new ChatId("1@lid")), "3A");

        assertThat(DataLayout.CANONICAL.messageId(group, dotted))
                .isEqualTo("sales_ro_120363041234567890@g.us_in.3A%2E1@lid")
                .isNotEqualTo(DataLayout.CANONICAL.messageId(group, byParticipant));
    }
}
