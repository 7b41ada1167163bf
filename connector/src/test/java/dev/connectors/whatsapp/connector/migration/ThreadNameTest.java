package dev.connectors.whatsapp.connector.migration;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("A10")
class ThreadNameTest {
    private static final AccountId SALES = new AccountId("sales_ro");

    private static ThreadName name(DataLayout layout, String id, Map<String, Object> fields) {
        return ThreadName.of(layout, id, fields, Optional.empty());
    }

    private static ThreadName jidAlone(String jid) {
        return new ThreadName.JidAlone(new ThreadId(SALES, new ChatId(jid)));
    }

    @ParameterizedTest
    @CsvSource({
        "40712345678@s.whatsapp.net, 40712345678@s.whatsapp.net",
        "+40712345678@s.whatsapp.net, 40712345678@s.whatsapp.net",
        "40712345678, 40712345678@s.whatsapp.net",
        "+40 712 345 678, 40712345678@s.whatsapp.net",
        "123456789@lid, 123456789@lid",
        "120363041234567890@g.us, 120363041234567890@g.us",
        "40712345678-1412345678@g.us, 40712345678-1412345678@g.us"
    })
    void aJidAloneIsTheChatThatItNames(String id, String jid) {
        for (var layout : DataLayout.values()) {
            assertThat(name(layout, id, Map.of("accountId", "sales_ro"))).isEqualTo(jidAlone(jid));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sales_ro_40712345678@s.whatsapp.net, CANONICAL",
        "sales_ro_+40712345678, CANONICAL",
        "sales_ro__40712345678@s.whatsapp.net, LEGACY",
        "other_40712345678@s.whatsapp.net, CANONICAL",
        "other__40712345678@s.whatsapp.net, LEGACY"
    })
    void whatHasAnAccountInFrontStays(String id, DataLayout layout) {
        assertThat(name(layout, id, Map.of("accountId", "sales_ro"))).isEqualTo(new ThreadName.Present());
        assertThat(name(layout, id, Map.of("clientJid", "40712345678@s.whatsapp.net")))
                .isEqualTo(new ThreadName.Present());
    }

    @ParameterizedTest
    @CsvSource({"a_b@s.whatsapp.net", "a__b@lid", "%5F@lid", "status@broadcast", "'; drop@lid'"})
    void whateverTheThreadItselfCallsItsJidIsOne(String id) {
        for (var layout : DataLayout.values()) {
            assertThat(name(layout, id, Map.of("accountId", "sales_ro", "clientJid", id)))
                    .isEqualTo(jidAlone(id));
        }
    }

    /** Moving it would give it two accounts; a jid of WhatsApp's never looks like that. */
    @ParameterizedTest
    @EnumSource
    void aThreadThatCallsItsWholeIdItsJidStays(DataLayout layout) {
        var id = layout.threadId(new ThreadId(SALES, new ChatId("40712345678@s.whatsapp.net")));

        assertThat(name(layout, id, Map.of("accountId", "sales_ro", "chatId", id)))
                .isEqualTo(new ThreadName.Present());
    }

    @Test
    void aThreadThatNamesNoAccountIsTheOnlyAccounts() {
        var id = "40712345678@s.whatsapp.net";

        assertThat(ThreadName.of(DataLayout.CANONICAL, id, Map.of(), Optional.of(SALES)))
                .isEqualTo(jidAlone(id));
        assertThat(ThreadName.of(DataLayout.CANONICAL, id, Map.of("accountId", "other"), Optional.of(SALES)))
                .as("one that does is its own")
                .isEqualTo(new ThreadName.JidAlone(new ThreadId(new AccountId("other"), new ChatId(id))));
    }

    @Test
    void whatNobodyCanTellHasAReason() {
        assertThat(name(DataLayout.CANONICAL, "40712345678", Map.of("accountId", " ")))
                .isInstanceOfSatisfying(
                        ThreadName.Unknown.class,
                        unknown -> assertThat(unknown.reason()).contains("no accountId"));
        assertThat(name(DataLayout.CANONICAL, "40712345678", Map.of("accountId", "a/b")))
                .isInstanceOfSatisfying(
                        ThreadName.Unknown.class,
                        unknown -> assertThat(unknown.reason()).contains("its accountId is none"));
        assertThat(name(DataLayout.CANONICAL, "notes", Map.of("accountId", "sales_ro")))
                .isInstanceOfSatisfying(
                        ThreadName.Unknown.class,
                        unknown -> assertThat(unknown.reason()).contains("neither"));
    }
}
