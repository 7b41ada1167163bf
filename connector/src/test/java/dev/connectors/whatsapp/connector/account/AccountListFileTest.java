package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.AccountList.Tombstone;
import dev.connectors.whatsapp.connector.bridge.Proxy;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("P1")
class AccountListFileTest {

    @Test
    void anAccountIsReadWhole() {
        var list = AccountListFile.parse("""
                {"accounts":[{"accountId":"sales","uid":"u1","name":"Sales","phone":"+40712345678","state":"Paused",
                  "pairing":"PairingCode","messagesPerMinute":60,
                  "proxy":{"protocol":"SOCKS5","host":"proxy.example.com","port":1080,"credentials":true}}],
                 "tombstones":[{"accountId":"old","uid":"u0","logOut":false}]}""");

        assertThat(list.accounts())
                .containsExactly(new Account(
                        new AccountId("sales"),
                        Optional.of("u1"),
                        "Sales",
                        Optional.of(new PhoneNumber("40712345678")),
                        DesiredState.PAUSED,
                        OptionalInt.of(60),
                        Optional.of(new ProxySetting(Proxy.Protocol.SOCKS5, "proxy.example.com", 1080, true)),
                        Pairing.PAIRING_CODE));
        assertThat(list.tombstones()).containsExactly(new Tombstone(new AccountId("old"), "u0", false));
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        var list = AccountListFile.parse(
                "{\"accounts\":[{\"accountId\":\"sales\"}],\"tombstones\":[{\"accountId\":\"old\"}]}");

        assertThat(list.accounts()).containsExactly(new Account(new AccountId("sales"), "sales", Optional.empty()));
        assertThat(list.tombstones()).containsExactly(new Tombstone(new AccountId("old"), "", true));
    }

    @ParameterizedTest
    @Tag("S5")
    @ValueSource(strings = {"0", "-1", "1.5", "\"60\"", "true", "99999999999"})
    void aPaceThatIsNoneLeavesTheAccountOut(String pace) {
        var list = AccountListFile.parse(
                "{\"accounts\":[{\"accountId\":\"a\",\"messagesPerMinute\":%s},{\"accountId\":\"b\"}]}"
                        .formatted(pace));

        assertThat(list.accounts()).extracting(account -> account.id().value()).containsExactly("b");
    }

    @ParameterizedTest
    @CsvSource({"Connected, CONNECTED", "Paused, PAUSED", "LoggedOut, LOGGED_OUT"})
    void everyStateIsUnderstood(String state, DesiredState desired) {
        var list =
                AccountListFile.parse("{\"accounts\":[{\"accountId\":\"sales\",\"state\":\"%s\"}]}".formatted(state));

        assertThat(list.accounts()).extracting(Account::desired).containsExactly(desired);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "7",
                "null",
                "{\"accountId\":\"../etc\"}",
                "{\"accountId\":\"other\",\"phone\":\"0712\"}",
                "{\"accountId\":\"other\",\"state\":\"Sleeping\"}",
                "{\"accountId\":\"other\",\"pairing\":\"Handshake\"}",
                "{\"accountId\":\"other\",\"proxy\":{}}",
                "{\"accountId\":\"other\",\"proxy\":\"http://proxy.example.com\"}",
                "{\"accountId\":\"other\",\"proxy\":{\"protocol\":\"FTP\",\"host\":\"proxy.example.com\",\"port\":1080}}",
                "{\"accountId\":\"other\",\"proxy\":{\"protocol\":\"HTTP\",\"host\":\"\",\"port\":3128}}",
                "{\"accountId\":\"other\",\"proxy\":{\"protocol\":\"HTTP\",\"host\":\"proxy.example.com\",\"port\":0}}"
            })
    void anEntryThatCannotBeUnderstoodHoldsUpNobodyElse(String entry) {
        var list = AccountListFile.parse(
                "{\"accounts\":[%s,{\"accountId\":\"sales\"}],\"tombstones\":[{}]}".formatted(entry));

        assertThat(list.accounts()).extracting(Account::id).containsExactly(new AccountId("sales"));
        assertThat(list.tombstones()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"accounts\":{}}", "{\"tombstones\":[]}"})
    void whatIsNoListIsRefusedAsAWhole(String text) {
        assertThatThrownBy(() -> AccountListFile.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
