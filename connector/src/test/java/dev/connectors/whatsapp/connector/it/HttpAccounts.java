package dev.connectors.whatsapp.connector.it;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.connectors.whatsapp.connector.it.HttpApi.assertProblem;
import static dev.connectors.whatsapp.connector.it.HttpApi.assertRefused;
import static dev.connectors.whatsapp.connector.it.HttpApi.names;
import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Setting up accounts, linking phones to them, and how they are. */
interface HttpAccounts {
    @ParameterizedTest
    @ValueSource(strings = {"/api/whatsapp/add-account", "/api/accounts", "/whatsappProxyAddAccount"})
    @Tag("H6")
    @Tag("H8")
    @Tag("H12")
    default void anAccountIsAddedAndShowsItsQr(String path, HttpApi api) {
        var number = api.newPhone().number();

        var added = api.connector()
                .post(path, api.connector().superAdmin(), Map.of("name", "Another", "phone", "+" + number));

        assertThat(added.status()).as(added.text()).isEqualTo(200);
        assertThat(added.json().path("success").asBoolean()).isTrue();
        var accountId = added.json().at("/account/accountId").asString();
        assertThat(added.json().at("/account/status").asString()).isEqualTo("connecting");
        await().atMost(SOON).until(() -> api.connector().qrPictureNow(accountId), Optional::isPresent);
        var page = api.connector()
                .get("/api/whatsapp/qr/" + accountId, api.connector().superAdmin());
        assertThat(page.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        var pairing = api.connector()
                .get(
                        "/api/v1/accounts/" + accountId + "/pairing",
                        api.connector().superAdmin());
        assertThat(pairing.json().path("qrCode").asString()).startsWith("data:image/png;base64,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/whatsapp/accounts", "/whatsappProxyGetAccounts"})
    @Tag("H7")
    @Tag("H12")
    default void accountsAreListedWithTheirPhonesMasked(String path, HttpApi api) {
        var answer = api.connector().get(path, api.ana());

        assertThat(answer.json().path("success").asBoolean()).isTrue();
        assertThat(answer.json().path("accounts")).anySatisfy(account -> {
            assertThat(names(account)).containsExactly("id", "name", "phone", "status");
            assertThat(account.path("id").asString()).isEqualTo(api.sales());
            assertThat(account.path("name").asString()).isEqualTo("Sales");
            assertThat(account.path("phone").asString()).isEqualTo("+407****97");
        });
        assertThat(answer.text()).doesNotContain(api.phone().number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/whatsapp/accounts/%s/reset", "/api/v1/accounts/%s/reset"})
    @Tag("H13")
    default void aResetUnlinksThePhoneAndShowsANewQr(String path, HttpApi api) {
        var linked = api.newPhone();
        var accountId = api.connector().pair("To be reset", linked);

        var answer =
                api.connector().post(path.formatted(accountId), api.connector().superAdmin(), Map.of());

        assertThat(answer.status()).as(answer.text()).isIn(200, 202);
        await("the phone lists no device")
                .atMost(SOON)
                .until(() -> linked.state().devices().isEmpty());
        api.connector().link(accountId, linked);
        await("the reset is done")
                .atMost(SOON)
                .until(() -> api.documents()
                        .list(api.layout().sessionResets().getId())
                        .isEmpty());
        assertThat(api.connector().status(accountId)).isEqualTo("connected");
    }

    @Test
    @Tag("H12")
    default void theProxyRegeneratesTheQrOfAnAccountThatNeedsOne(HttpApi api) {
        var waiting = api.connector().addAccount("Waiting", api.newPhone().number());
        var before = await().atMost(SOON).until(() -> api.connector().qrPictureNow(waiting), Optional::isPresent);

        var answer = api.connector()
                .post("/whatsappProxyRegenerateQr", api.connector().superAdmin(), Map.of("accountId", waiting));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/account/accountId").asString()).isEqualTo(waiting);
        await("there is another picture")
                .atMost(SOON)
                .until(() -> api.connector().qrPictureNow(waiting), now -> now.isPresent() && !now.equals(before));
        assertRefused(
                api.connector()
                        .post(
                                "/whatsappProxyRegenerateQr",
                                api.connector().superAdmin(),
                                Map.of("accountId", api.sales())),
                409,
                "account_connected");
    }

    @Test
    default void accountsAreShownInTheNewWayToo(HttpApi api) {
        var list = api.connector().get("/api/v1/accounts", api.ana());
        var one = api.connector().get("/api/v1/accounts/" + api.sales(), api.ana());

        assertThat(list.json().path("accounts").findValuesAsString("accountId")).contains(api.sales());
        assertThat(one.json().path("status").asString()).isEqualTo("connected");
        assertThat(one.json().path("phone").asString()).isEqualTo("+407****97");
        assertThat(list.text() + one.text()).doesNotContain(api.phone().number());
        assertProblem(api.connector().get("/api/v1/accounts/nobody", api.ana()), 404, "unknown_account");
        assertProblem(
                api.connector()
                        .get(
                                "/api/v1/accounts/" + api.sales() + "/pairing",
                                api.connector().superAdmin()),
                404,
                "nothing_to_link");
    }

    @Test
    default void anAccountIsAddedInTheNewWayToo(HttpApi api) {
        var body = Map.of("name", "New", "phone", api.newPhone().number());

        assertThat(api.connector()
                        .post("/api/v1/accounts", api.connector().superAdmin(), body)
                        .status())
                .isEqualTo(201);
        assertProblem(
                api.connector().post("/api/v1/accounts", api.connector().superAdmin(), body), 409, "account_exists");
    }
}
