package dev.connectors.whatsapp.connector.chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadNameTest {
    private final ThreadId thread = new ThreadId(new AccountId("account_prod_abc123"), ChatId.parse("+40712345678"));

    @ParameterizedTest
    @CsvSource({
        "CANONICAL, account_prod_abc123, 40712345678@s.whatsapp.net, account_prod_abc123_40712345678@s.whatsapp.net",
        "CANONICAL, sales-ro, 123456789@lid, sales-ro_123456789@lid",
        "CANONICAL, sales.ro, 40712345678-1412345678@g.us, sales.ro_40712345678-1412345678@g.us",
        "LEGACY, account_prod_abc123, 40712345678@s.whatsapp.net, account_prod_abc123__40712345678@s.whatsapp.net"
    })
    void theDocumentIsNamedAsClientApplicationsNameIt(
            DataLayout layout, String account, String jid, String documentId) {
        assertThat(layout.threadId(new ThreadId(new AccountId(account), new ChatId(jid))))
                .isEqualTo(documentId);
    }

    @Test
    void theLegacyNameNeedsTheLegacySeparator() {
        assertThat(DataLayout.LEGACY.isNameOf(thread, "account_prod_abc123__+40 712 345 678"))
                .isTrue();
        assertThat(DataLayout.LEGACY.isNameOf(thread, "account_prod_abc123_40712345678"))
                .isFalse();
    }

    @ParameterizedTest
    @Tag("H10")
    @ValueSource(
            strings = {
                "account_prod_abc123_40712345678@s.whatsapp.net",
                "account_prod_abc123_40712345678",
                "account_prod_abc123_+40712345678",
                "account_prod_abc123_+40 712 345 678",
                "account_prod_abc123_+40712345678@s.whatsapp.net"
            })
    void aClientMayNameItByAnySpellingOfTheRecipient(String id) {
        assertThat(DataLayout.CANONICAL.isNameOf(thread, id)).isTrue();
    }

    @ParameterizedTest
    @Tag("S4")
    @ValueSource(
            strings = {
                "",
                "account_prod_abc123",
                "account_prod_abc123_",
                "account_prod_abc123_40712345679",
                "account_prod_abc123_Ana",
                "account_prod_abc124_40712345678",
                "account_prod_40712345678",
                "account_prod_abc123__40712345678",
                "account_prod_abc12340712345678",
                "40712345678@s.whatsapp.net",
                "other_account_prod_abc123_40712345678"
            })
    void anotherThreadsNameIsNotItsOwn(String id) {
        assertThat(DataLayout.CANONICAL.isNameOf(thread, id)).isFalse();
    }

    @Test
    @Tag("S4")
    void anAccountWithTheSeparatorInItIsNotTakenForAnother() {
        var account = new ThreadId(new AccountId("a"), ChatId.parse("+40712345678"));
        var longer = new ThreadId(new AccountId("a_b"), ChatId.parse("+40712345678"));

        for (var layout : DataLayout.values()) {
            assertThat(layout.isNameOf(account, layout.threadId(longer))).isFalse();
            assertThat(layout.isNameOf(longer, layout.threadId(account))).isFalse();
        }
    }
}
