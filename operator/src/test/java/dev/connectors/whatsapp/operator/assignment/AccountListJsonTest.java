package dev.connectors.whatsapp.operator.assignment;

import dev.connectors.whatsapp.operator.api.DesiredState;
import dev.connectors.whatsapp.operator.api.Pairing;
import dev.connectors.whatsapp.operator.api.Proxy;
import dev.connectors.whatsapp.operator.assignment.AccountEntry.ProxyEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P2")
class AccountListJsonTest {
    private static final AccountEntry PLAIN = new AccountEntry(
            new AccountId("sales"),
            "uid-1",
            "Sales \"RO\" · vânzări",
            "+40712345678",
            DesiredState.CONNECTED,
            Pairing.QR_CODE,
            60,
            null);
    private static final AccountEntry PROXIED = new AccountEntry(
            new AccountId("account_1"),
            "uid-2",
            "One",
            "+40787654321",
            DesiredState.LOGGED_OUT,
            Pairing.PAIRING_CODE,
            1,
            new ProxyEntry(Proxy.Protocol.SOCKS5, "2001:db8::1", 1080, true));
    private static final Tombstone GONE = new Tombstone(new AccountId("former"), "uid-3", true);

    @Test
    void whatIsPrintedIsReadAsItWas() {
        var list = new AccountList(List.of(PLAIN, PROXIED), List.of(GONE));

        var reading = AccountListJson.read(AccountListJson.print(list));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.list()).isEqualTo(list);
    }

    @Test
    void theConnectorFindsTheContract() {
        var text = AccountListJson.print(new AccountList(List.of(PLAIN), List.of(GONE)));

        assertThat(text).isEqualTo("""
                {"accounts":[
                {"accountId":"sales","uid":"uid-1","name":"Sales \\"RO\\" · vânzări","phone":"+40712345678",\
                "state":"Connected","pairing":"QRCode","messagesPerMinute":60}
                ],
                "tombstones":[
                {"accountId":"former","uid":"uid-3","logOut":true}
                ]}
                """);
    }

    @Test
    void theOrderOfTheAccountsDoesNotMatter() {
        assertThat(AccountListJson.print(new AccountList(List.of(PLAIN, PROXIED), List.of())))
                .isEqualTo(AccountListJson.print(new AccountList(List.of(PROXIED, PLAIN), List.of())));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  \n", "[]", "{", "accounts: []", "null", "42"})
    void whatIsNoListIsAProblemAndAnEmptyList(@Nullable String text) {
        var reading = AccountListJson.read(text);

        assertThat(reading.list()).isEqualTo(AccountList.EMPTY);
        assertThat(reading.problems()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"accounts":[],"tombstones":[{"accountId":"a"}]}                     | tombstones[0]
                    {"accounts":[],"tombstones":[{"accountId":"a/b","uid":"u","logOut":true}]} | tombstones[0]
                    {"accounts":[{"accountId":"a"}],"tombstones":[]}                     | accounts[0]
                    {"accounts":[null],"tombstones":[]}                                  | accounts[0]
                    {"accounts":[7],"tombstones":[]}                                     | accounts[0]
                    {"accounts":{},"tombstones":[]}                                      | accounts
                    {"accounts":[]}                                                      | tombstones
                    """)
    void whatCannotBeReadIsNamed(String text, String where) {
        var reading = AccountListJson.read(text);

        assertThat(reading.problems())
                .extracting(AccountListJson.Problem::where)
                .containsExactly(where);
    }

    @Test
    void whatIsSoundIsReadBesideWhatIsNot() {
        var text = AccountListJson.print(new AccountList(List.of(PLAIN, PROXIED), List.of(GONE)))
                .replace("\"state\":\"LoggedOut\"", "\"state\":\"Dancing\"");

        var reading = AccountListJson.read(text);

        assertThat(reading.list()).isEqualTo(new AccountList(List.of(PLAIN), List.of(GONE)));
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("accounts[0]");
            assertThat(problem.what()).contains("Dancing");
        });
    }

    @Test
    void anAccountThatIsThereTwiceCountsOnce() {
        var line = AccountListJson.print(new AccountList(List.of(PLAIN), List.of()));
        var doubled =
                line.replace("\n],", ",\n" + line.lines().skip(1).findFirst().orElseThrow() + "\n],");

        var reading = AccountListJson.read(doubled);

        assertThat(reading.list().accounts()).containsExactly(PLAIN);
        assertThat(reading.problems()).hasSize(1);
    }

    @Test
    void aShardIsKnownByItsName() {
        assertThat(ShardId.parse(new ShardId("eu-west-1", 12).name())).contains(new ShardId("eu-west-1", 12));
        assertThat(ShardId.parse("whatsapp-default")).isEmpty();
        assertThat(ShardId.parse("default-0")).isEmpty();
    }
}
