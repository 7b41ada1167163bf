package dev.connectors.whatsapp.connector.config;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.config.Settings.ApiSettings;
import dev.connectors.whatsapp.connector.config.Settings.ConnectionSettings;
import dev.connectors.whatsapp.connector.config.Settings.LeaseSettings;
import dev.connectors.whatsapp.connector.config.Settings.OutboxSettings;
import dev.connectors.whatsapp.connector.config.Settings.StaggerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsReaderTest extends GivenEnvironment {
    @Test
    @Tag("S6")
    void whatIsNotSetHasADefault() {
        var settings = read();

        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.publicBaseUrl()).isEmpty();
        assertThat(settings.firestore().projectId()).isEqualTo("my-company-prod");
        assertThat(settings.firestore().emulatorHost()).isEmpty();
        assertThat(settings.firestore().credentials()).isEmpty();
        assertThat(settings.firestore().layout()).isEqualTo(DataLayout.CANONICAL);
        assertThat(settings.dedupeFor()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.auth().audience()).isEqualTo("my-company-prod");
        assertThat(settings.auth().issuer()).hasToString("https://securetoken.google.com/my-company-prod");
        assertThat(settings.auth().jwks())
                .hasToString(
                        "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com");
    }

    @Test
    @Tag("S6")
    void whatIsSetIsTaken() {
        environment.put("PORT", " 0 ");
        environment.put("PUBLIC_BASE_URL", "https://connector.example.com/wa");
        environment.put("FIRESTORE_EMULATOR_HOST", "localhost:8085");
        environment.put("FIRESTORE_LAYOUT", "legacy");
        environment.put("INBOUND_DEDUPE_DAYS", "7");
        environment.put("AUTH_ISSUER_URI", "http://localhost:9000/issuer");
        environment.put("AUTH_JWKS_URI", "http://localhost:9000/jwks");
        environment.put("RATE_LIMIT_ACCOUNT_PER_MIN", "7");
        environment.put("SEND_ACK_TIMEOUT_MS", "1500");
        environment.put("OUTBOX_RETENTION_DAYS", "2");
        environment.put("RECONNECT_MAX_ATTEMPTS", "50");
        environment.put("BOOT_JITTER_MIN_MS", "100");
        environment.put("BOOT_JITTER_MAX_MS", "200");
        environment.put("BOOT_JITTER_TOTAL_MS", "3000");
        environment.put("LEASE_MS", "9000");
        environment.put("LEASE_RENEW_EVERY_MS", "4000");

        var settings = read();

        assertThat(settings.port()).isZero();
        assertThat(settings.dedupeFor()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.publicBaseUrl()).contains(URI.create("https://connector.example.com/wa"));
        assertThat(settings.firestore().emulatorHost()).contains("localhost:8085");
        assertThat(settings.firestore().layout()).isEqualTo(DataLayout.LEGACY);
        assertThat(settings.auth().issuer()).hasToString("http://localhost:9000/issuer");
        assertThat(settings.auth().jwks()).hasToString("http://localhost:9000/jwks");
        assertThat(settings.outbox()).isEqualTo(new OutboxSettings(7, Duration.ofMillis(1_500), Duration.ofDays(2)));
        assertThat(settings.connections())
                .isEqualTo(new ConnectionSettings(
                        50,
                        new StaggerSettings(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(3))));
        assertThat(settings.lease()).isEqualTo(new LeaseSettings(Duration.ofSeconds(9), Duration.ofSeconds(4)));
    }

    @Test
    @Tag("S5")
    void aMessageASecondTwentySecondsForAnAnswerAndAMonthOfSentEntriesAreTheDefaults() {
        assertThat(read().outbox()).isEqualTo(new OutboxSettings(60, Duration.ofSeconds(20), Duration.ofDays(30)));
    }

    @Test
    @Tag("S5")
    void twentyRequestsAMinuteAndNoOtherSitesPagesAreTheDefault() {
        assertThat(read().api()).isEqualTo(new ApiSettings(20, List.of()));
    }

    @Test
    @Tag("S2")
    void rolesAreReadFromTheClaimRoleUnlessOthersAreNamed() {
        assertThat(read().auth().employee()).isEqualTo(new ClaimRule("role", "employee"));
        assertThat(read().auth().superAdmin()).isEqualTo(new ClaimRule("role", "super_admin"));

        environment.put("AUTH_EMPLOYEE_CLAIM", "isEmployee");
        environment.put("AUTH_SUPER_ADMIN_CLAIM", "access=root");
        environment.put("CORS_ALLOWED_ORIGINS", "https://app.example.com, http://localhost:3000");

        assertThat(read().auth().employee()).isEqualTo(new ClaimRule("isEmployee", "true"));
        assertThat(read().auth().superAdmin()).isEqualTo(new ClaimRule("access", "root"));
        assertThat(read().api().origins()).containsExactly("https://app.example.com", "http://localhost:3000");
    }

    @Test
    void aBlankSettingCountsAsNotSet() {
        environment.put("PORT", "");
        environment.put("PUBLIC_BASE_URL", "  ");

        var settings = read();

        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.publicBaseUrl()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdef", "my-company-prod", "demo-1", "example.com:my-project"})
    void aProjectIsNamedAsGoogleNamesThem(String project) {
        environment.put("FIREBASE_PROJECT_ID", project);

        assertThat(read().firestore().projectId()).isEqualTo(project);
    }

    @Test
    void thePlatformMayNameTheProject() {
        environment.remove("FIREBASE_PROJECT_ID");
        environment.put("GOOGLE_CLOUD_PROJECT", "platform-project");

        assertThat(read().firestore().projectId()).isEqualTo("platform-project");
    }

    @Test
    void ourOwnNameOfTheProjectComesFirst() {
        environment.put("GOOGLE_CLOUD_PROJECT", "platform-project");

        assertThat(read().firestore().projectId()).isEqualTo("my-company-prod");
    }

    static Stream<Arguments> malformed() {
        var port = "set it to a whole number from 0 to 65535 (default 8080)";
        var address = "set it to an http:// or https:// address, or unset it";
        var emulator = "set it to host:port of a Firestore emulator, or unset it";
        var origins = "set it to origins such as https://app.example.com, separated by commas, or unset it";
        var project = "set it to the id of the Firebase project, such as my-company-prod"
                + " (6 to 30 lower-case letters, digits and hyphens)";
        return Stream.of(
                Arguments.of("PORT", "http", port),
                Arguments.of("PORT", "-1", port),
                Arguments.of("PORT", "65536", port),
                Arguments.of("PORT", "80.5", port),
                Arguments.of("PORT", "99999999999", port),
                Arguments.of(
                        "RATE_LIMIT_ACCOUNT_PER_MIN", "0", "set it to a whole number from 1 to 100000 (default 60)"),
                Arguments.of("RATE_LIMIT_USER_PER_MIN", "0", "set it to a whole number from 1 to 100000 (default 20)"),
                Arguments.of(
                        "AUTH_EMPLOYEE_CLAIM",
                        "role=a=b",
                        "set it to claim=value, or to the name of a claim that is true (default role=employee)"),
                Arguments.of("CORS_ALLOWED_ORIGINS", "*", origins),
                Arguments.of("CORS_ALLOWED_ORIGINS", "https://app.example.com/", origins),
                Arguments.of("LEASE_MS", "soon", "set it to a whole number from 1000 to 300000 (default 25000)"),
                Arguments.of(
                        "SEND_ACK_TIMEOUT_MS", "20s", "set it to a whole number from 500 to 600000 (default 20000)"),
                Arguments.of("OUTBOX_RETENTION_DAYS", "never", "set it to a whole number from 1 to 3650 (default 30)"),
                Arguments.of("PUBLIC_BASE_URL", "example.com", address),
                Arguments.of("PUBLIC_BASE_URL", "ftp://example.com", address),
                Arguments.of("PUBLIC_BASE_URL", "https://", address),
                Arguments.of("PUBLIC_BASE_URL", "https:///path", address),
                Arguments.of("PUBLIC_BASE_URL", "https://exa mple.com", address),
                Arguments.of("AUTH_ISSUER_URI", "issuer", address),
                Arguments.of("AUTH_JWKS_URI", "file:///etc/passwd", address),
                Arguments.of("INBOUND_DEDUPE_DAYS", "0", "set it to a whole number from 1 to 3650 (default 30)"),
                Arguments.of("FIRESTORE_LAYOUT", "Legacy", "set it to canonical or legacy (default canonical)"),
                Arguments.of("FIRESTORE_EMULATOR_HOST", "localhost", emulator),
                Arguments.of("FIRESTORE_EMULATOR_HOST", "localhost:", emulator),
                Arguments.of("FIRESTORE_EMULATOR_HOST", ":8080", emulator),
                Arguments.of("FIRESTORE_EMULATOR_HOST", "http://localhost:8080", emulator),
                Arguments.of("FIREBASE_PROJECT_ID", "My Company", project),
                Arguments.of("FIREBASE_PROJECT_ID", "short", project),
                Arguments.of("FIREBASE_PROJECT_ID", "1-company", project),
                Arguments.of("FIREBASE_PROJECT_ID", "my-company-", project),
                Arguments.of("FIREBASE_PROJECT_ID", "p".repeat(31), project));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedSettingIsNamedWithItsValueAndARemedy(String setting, String value, String remedy) {
        environment.put(setting, value);

        assertThat(problems()).containsExactly(new SettingProblem(setting, "\"" + value + "\"", remedy));
    }

    @Test
    void aProjectThatNobodyNamesIsAProblem() {
        environment.remove("FIREBASE_PROJECT_ID");

        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.setting()).isEqualTo("FIREBASE_PROJECT_ID");
            assertThat(problem.value()).isEqualTo("(not set)");
        });
    }

    @Test
    void aMalformedProjectOfThePlatformIsShown() {
        environment.remove("FIREBASE_PROJECT_ID");
        environment.put("GOOGLE_CLOUD_PROJECT", "My Company");

        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.setting()).isEqualTo("GOOGLE_CLOUD_PROJECT");
            assertThat(problem.value()).isEqualTo("\"My Company\"");
        });
    }

    @Test
    void anIssuerOfOnesOwnNeedsItsKeys() {
        environment.put("AUTH_ISSUER_URI", "http://localhost:9000");

        assertThat(problems())
                .containsExactly(new SettingProblem(
                        "AUTH_JWKS_URI", "(not set)", "set it to the address of the public keys of AUTH_ISSUER_URI"));
    }

    @Test
    void malformedKeysOfAnIssuerAreOneProblem() {
        environment.put("AUTH_ISSUER_URI", "http://localhost:9000");
        environment.put("AUTH_JWKS_URI", "jwks");

        assertThat(problems())
                .containsExactly(new SettingProblem(
                        "AUTH_JWKS_URI", "\"jwks\"", "set it to an http:// or https:// address, or unset it"));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");
        environment.clear();
        environment.put("PORT", "many");
        environment.put("FIRESTORE_EMULATOR_HOST", "emulator");
        environment.put("FIREBASE_PRIVATE_KEY", "secret");
        environment.put("SESSIONS_PATH", file.toString());
        environment.put("BRIDGE_DIR", folder.toString());
        environment.put("AUTH_ISSUER_URI", "http://localhost:9000");
        environment.put("PUBLIC_BASE_URL", "here");

        assertThat(problems())
                .extracting(SettingProblem::setting)
                .containsExactlyInAnyOrder(
                        "PORT",
                        "FIRESTORE_EMULATOR_HOST",
                        "FIREBASE_PROJECT_ID",
                        "FIREBASE_CLIENT_EMAIL",
                        "SESSIONS_PATH",
                        "BRIDGE_DIR",
                        "AUTH_JWKS_URI",
                        "PUBLIC_BASE_URL");
    }

    @Test
    @Tag("S6")
    void besideAnEmulatorNoCredentialsAreUsed() {
        environment.put("FIRESTORE_EMULATOR_HOST", "localhost:8085");
        environment.put("FIREBASE_SERVICE_ACCOUNT_JSON", ServiceAccount.JSON);

        assertThat(read().firestore().credentials()).isEmpty();
    }

    @Test
    void nothingIsReadButTheEnvironmentGiven() {
        assertThatThrownBy(() -> SettingsReader.read(Map.of("SESSIONS_PATH", folder.toString())))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("FIREBASE_PROJECT_ID = (not set)");
    }
}
