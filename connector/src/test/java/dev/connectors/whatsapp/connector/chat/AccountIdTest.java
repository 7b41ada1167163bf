package dev.connectors.whatsapp.connector.chat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AccountIdTest {

    static Stream<String> legal() {
        return Stream.of("a", "7", "sales-ro", "account_prod_abc123", "a.b-c_D9", "a__", "A".repeat(128));
    }

    @ParameterizedTest
    @MethodSource("legal")
    void theIdsOfClientApplicationsAreLegal(String value) {
        assertThat(new AccountId(value)).hasToString(value);
    }

    static Stream<String> illegal() {
        return Stream.of(
                "",
                " ",
                "_a",
                "-a",
                ".",
                "..",
                ".a",
                "__a__",
                "a b",
                "a/b",
                "a%b",
                "a:b",
                "ă",
                "a\n",
                "a\u0000",
                "a\ud800",
                "A".repeat(129));
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void anyOtherIsRefusedByNamingItAndWhatWouldBeRight(String value) {
        assertThatThrownBy(() -> new AccountId(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an account id has 1 to 128 characters of A-Z a-z 0-9 . _ - and begins with a letter or"
                        + " digit, but this is \"" + value + "\"");
    }

    @Test
    @Tag("A3")
    void accountsAreOrderedByTheirIds() {
        var ids = Stream.of("b", "a_1", "a", "B").map(AccountId::new).sorted();

        assertThat(ids).extracting(AccountId::value).containsExactly("B", "a", "a_1", "b");
    }
}
