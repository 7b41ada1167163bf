package dev.connectors.whatsapp.connector.config;

import com.google.auth.oauth2.ServiceAccountCredentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.connectors.whatsapp.connector.config.ServiceAccount.EMAIL;
import static dev.connectors.whatsapp.connector.config.ServiceAccount.JSON;
import static dev.connectors.whatsapp.connector.config.ServiceAccount.KEYS;
import static dev.connectors.whatsapp.connector.config.ServiceAccount.PEM;
import static dev.connectors.whatsapp.connector.config.ServiceAccount.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("S6")
class FirebaseCredentialsTest {

    static Stream<Arguments> spellings() {
        var escaped = PEM.replace("\n", "\\n");
        return Stream.of(
                Arguments.argumentSet("PEM", PEM),
                Arguments.argumentSet("PEM with written-out line breaks", escaped),
                Arguments.argumentSet("base64 of the PEM", base64(PEM)),
                Arguments.argumentSet(
                        "base64 of the PEM, folded",
                        Base64.getMimeEncoder().encodeToString(PEM.getBytes(StandardCharsets.UTF_8))),
                Arguments.argumentSet("JSON string", "\"" + escaped + "\""),
                Arguments.argumentSet("JSON object", "{\"private_key\": \"" + escaped + "\"}"),
                Arguments.argumentSet("the service account's whole JSON", JSON));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void theKeyIsReadInEachSpelling(String key) {
        var env = new Environment(Map.of("FIREBASE_CLIENT_EMAIL", EMAIL, "FIREBASE_PRIVATE_KEY", key));

        var credentials = FirebaseCredentials.read(env);

        assertThat(env.problems()).isEmpty();
        assertThat(credentials).get().isInstanceOfSatisfying(ServiceAccountCredentials.class, account -> {
            assertThat(account.getClientEmail()).isEqualTo(EMAIL);
            assertThat(account.getPrivateKey()).isEqualTo(KEYS.getPrivate());
        });
    }

    @Test
    void aServiceAccountsJsonIsEnough() {
        var env = new Environment(Map.of("FIREBASE_SERVICE_ACCOUNT_JSON", JSON));

        var credentials = FirebaseCredentials.read(env);

        assertThat(env.problems()).isEmpty();
        assertThat(FirebaseCredentials.projectId(env)).contains("json-project");
        assertThat(credentials).get().isInstanceOfSatisfying(ServiceAccountCredentials.class, account -> {
            assertThat(account.getClientEmail()).isEqualTo(EMAIL);
            assertThat(account.getPrivateKey()).isEqualTo(KEYS.getPrivate());
        });
    }

    @Test
    void theWholeJsonComesBeforeTheParts() {
        var env = new Environment(
                Map.of("FIREBASE_SERVICE_ACCOUNT_JSON", JSON, "FIREBASE_CLIENT_EMAIL", "other@example.com"));

        assertThat(FirebaseCredentials.read(env))
                .get()
                .isInstanceOfSatisfying(
                        ServiceAccountCredentials.class,
                        account -> assertThat(account.getClientEmail()).isEqualTo(EMAIL));
        assertThat(env.problems()).isEmpty();
    }

    @Test
    void withoutAnyThePlatformsOwnIdentityServes() {
        var env = new Environment(Map.of("FIREBASE_PROJECT_ID", "my-company-prod"));

        assertThat(FirebaseCredentials.read(env)).isEmpty();
        assertThat(env.problems()).isEmpty();
    }

    @Test
    void aKeyWithoutItsEmailIsAProblem() {
        var env = new Environment(Map.of("FIREBASE_PRIVATE_KEY", PEM));

        assertThat(FirebaseCredentials.read(env)).isEmpty();
        assertThat(env.problems())
                .containsExactly(new SettingProblem(
                        "FIREBASE_CLIENT_EMAIL",
                        "(not set)",
                        "set it to the service account's e-mail, which FIREBASE_PRIVATE_KEY belongs to"));
    }

    @Test
    void anEmailWithoutItsKeyIsAProblem() {
        var env = new Environment(Map.of("FIREBASE_CLIENT_EMAIL", EMAIL));

        assertThat(FirebaseCredentials.read(env)).isEmpty();
        assertThat(env.problems())
                .containsExactly(new SettingProblem(
                        "FIREBASE_PRIVATE_KEY",
                        "(not set)",
                        "set it to the private key of the service account in FIREBASE_CLIENT_EMAIL"));
    }

    static Stream<Arguments> brokenKeys() {
        return Stream.of(
                Arguments.argumentSet("no key at all", "hunter2 " + SECRET),
                Arguments.argumentSet("PEM cut off", PEM.substring(0, 900)),
                Arguments.argumentSet("PEM without its first line", PEM.substring(28)),
                Arguments.argumentSet("PEM of nonsense", PEM.replace(SECRET, SECRET + SECRET)),
                Arguments.argumentSet("base64 of nonsense", base64(SECRET)),
                Arguments.argumentSet("JSON without a key", "{\"key\": \"" + SECRET + "\"}"),
                Arguments.argumentSet("JSON cut off", "{\"private_key\": \"" + SECRET));
    }

    @ParameterizedTest
    @MethodSource("brokenKeys")
    void aBrokenKeyIsAProblemThatDoesNotShowIt(String key) {
        var env = new Environment(Map.of("FIREBASE_CLIENT_EMAIL", EMAIL, "FIREBASE_PRIVATE_KEY", key));

        assertThat(FirebaseCredentials.read(env)).isEmpty();
        assertThat(env.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.setting()).isEqualTo("FIREBASE_PRIVATE_KEY");
            assertThat(problem.value()).isEqualTo("**** (" + key.strip().length() + " characters)");
            assertThat(problem.remedy()).contains("-----BEGIN PRIVATE KEY-----");
        });
        assertThat(new InvalidSettingsException(env.problems())).hasMessageNotContaining(SECRET);
    }

    static Stream<Arguments> brokenJson() {
        return Stream.of(
                Arguments.argumentSet("no JSON", SECRET),
                Arguments.argumentSet("JSON cut off", JSON.substring(0, JSON.length() - 40)),
                Arguments.argumentSet("JSON with a broken key", JSON.replace("BEGIN PRIVATE", "BEGIN")),
                Arguments.argumentSet("JSON of another kind", "{\"private_key\": \"" + SECRET + "\"}"));
    }

    @ParameterizedTest
    @MethodSource("brokenJson")
    void brokenJsonIsAProblemThatDoesNotShowIt(String json) {
        var env = new Environment(Map.of("FIREBASE_SERVICE_ACCOUNT_JSON", json));

        assertThat(FirebaseCredentials.read(env)).isEmpty();
        assertThat(env.problems())
                .containsExactly(new SettingProblem(
                        "FIREBASE_SERVICE_ACCOUNT_JSON",
                        "**** (" + json.strip().length() + " characters)",
                        "set it to the JSON of a service account key, as downloaded from Firebase"));
        assertThat(new InvalidSettingsException(env.problems()))
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
