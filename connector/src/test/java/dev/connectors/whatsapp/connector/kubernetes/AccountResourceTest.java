package dev.connectors.whatsapp.connector.kubernetes;

import dev.connectors.whatsapp.connector.account.Account;
import dev.connectors.whatsapp.connector.account.AccountExistsException;
import dev.connectors.whatsapp.connector.account.AccountIds;
import dev.connectors.whatsapp.connector.account.AccountRefusedException;
import dev.connectors.whatsapp.connector.account.AccountSetupUnavailableException;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("H6")
class AccountResourceTest {
    private static final PhoneNumber PHONE = PhoneNumber.parse("40712345678");

    private final Account account = new Account(AccountIds.of(PHONE), "Sales \"Cluj\"", Optional.of(PHONE));
    private final AccountResource resource = new AccountResource(account, "default");

    private static String refusal(String reason) {
        return "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"%s\",\"message\":\"of +40712345678\"}"
                .formatted(reason);
    }

    @Test
    void itHasTheIdThatTheAccountWouldHaveWithoutKubernetes() {
        var json = JsonMapper.shared().readTree(resource.json());

        assertThat(json.at("/spec/accountId").asString())
                .isEqualTo(account.id().value())
                .startsWith("account_");
        assertThat(json.at("/metadata/name").asString())
                .isEqualTo(account.id().value().replace('_', '-'))
                .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
        assertThat(json.at("/spec/displayName").asString()).isEqualTo("Sales \"Cluj\"");
        assertThat(json.at("/spec/phoneNumber").asString()).isEqualTo("+40712345678");
        assertThat(json.at("/spec/poolRef").asString()).isEqualTo("default");
    }

    @Test
    void whatKubernetesTookIsSetUp() {
        assertThatCode(() -> resource.check(201, "{}")).doesNotThrowAnyException();
    }

    @Test
    void aNumberThatHasAnAccountIsToldAsWithoutKubernetes() {
        assertThatThrownBy(() -> resource.check(409, refusal("AlreadyExists")))
                .isInstanceOf(AccountExistsException.class)
                .hasMessageContaining(account.id().value());
    }

    @ParameterizedTest
    @CsvSource({"400, BadRequest", "403, Forbidden", "409, Conflict", "422, Invalid"})
    void whatKubernetesWillNotHaveIsRefusedWithoutTheNumberThatItRepeats(int status, String reason) {
        assertThatThrownBy(() -> resource.check(status, refusal(reason)))
                .isInstanceOf(AccountRefusedException.class)
                .hasMessageContaining(status + " " + reason)
                .hasMessageNotContaining("40712345678");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 408, 429, 500, 503, 302})
    void whatIsNotAboutTheAccountMayBeAskedAgain(int status) {
        assertThatThrownBy(() -> resource.check(status, refusal("Whatever")))
                .isInstanceOf(AccountSetupUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{\"reason\":7}"})
    void anAnswerThatIsNotKubernetesOwnIsUnderstoodByItsStatus(String body) {
        assertThatThrownBy(() -> resource.check(403, body)).isInstanceOf(AccountRefusedException.class);
        assertThatThrownBy(() -> resource.check(409, body)).isInstanceOf(AccountRefusedException.class);
    }
}
