package dev.connectors.whatsapp.connector.config;

import dev.connectors.whatsapp.connector.config.Settings.KubernetesSettings;
import dev.connectors.whatsapp.connector.config.Settings.LeaseSettings;
import dev.connectors.whatsapp.connector.config.Settings.ShareSettings;
import dev.connectors.whatsapp.connector.config.Settings.StaggerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which accounts a connector runs, how long it holds them, and what is told to it by an operator. */
class AccountSettingsTest extends GivenEnvironment {
    @Test
    @Tag("A2")
    void aLeaseOf25SecondsThatIsRenewedEvery15IsTheDefault() {
        assertThat(read().lease()).isEqualTo(new LeaseSettings(Duration.ofSeconds(25), Duration.ofSeconds(15)));
    }

    @Test
    @Tag("P6")
    void oneConnectorRunsThirtyAccountsAlone() {
        assertThat(read().share()).isEqualTo(new ShareSettings(1, 0, 30));
    }

    @Test
    @Tag("P6")
    void severalConnectorsShareTheAccounts() {
        environment.put("SHARD_COUNT", "3");
        environment.put("SHARD_INDEX", "2");
        environment.put("MAX_ACCOUNTS", "50");

        assertThat(read().share()).isEqualTo(new ShareSettings(3, 2, 50));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | 3 | set it to a whole number from 0 to 2, below SHARD_COUNT",
                "3 |   | set it to a number of its own for each of the 3 connectors, from 0",
                "0 | 0 | set it to a whole number from 1 to 1000 (default 1)"
            })
    @Tag("P6")
    void aShareThatMakesNoSenseIsRefused(String count, @Nullable String index, String remedy) {
        environment.put("SHARD_COUNT", count);
        if (index != null) {
            environment.put("SHARD_INDEX", index);
        }

        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(remedy);
    }

    @Test
    @Tag("A3")
    void accountsThatBeginTogetherHaveTwoToFiveSecondsBetweenThem() {
        assertThat(read().connections().stagger())
                .isEqualTo(new StaggerSettings(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(100)));
    }

    @Test
    @Tag("A3")
    void noJitterAtAllIsOneSetting() {
        environment.put("BOOT_JITTER_MAX_MS", "0");

        assertThat(read().connections().stagger().least()).isZero();
    }

    @Test
    @Tag("A3")
    void theLeastJitterIsNotMoreThanTheMost() {
        environment.put("BOOT_JITTER_MAX_MS", "1000");
        environment.put("BOOT_JITTER_MIN_MS", "1500");

        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("BOOT_JITTER_MIN_MS")
                .hasMessageContaining("set it to at most BOOT_JITTER_MAX_MS (1000)");
    }

    @Test
    @Tag("A2")
    void aLeaseThatWouldRunOutBetweenTwoRenewalsIsRefused() {
        environment.put("LEASE_MS", "10000");

        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("LEASE_RENEW_EVERY_MS")
                .hasMessageContaining("set it below LEASE_MS (10000)");
    }

    @Test
    void aFolderWithCredentialsOfProxiesNeedsAListOfAccounts() {
        environment.put("PROXY_CREDENTIALS_PATH", folder.toString());

        assertThat(problems()).extracting(SettingProblem::setting).containsExactly("PROXY_CREDENTIALS_PATH");
        environment.put("ACCOUNTS_FILE", "/etc/accounts.json");
        environment.put("INTERNAL_TOKEN_FILE", "/etc/token");
        assertThat(read().fleet().orElseThrow().proxyCredentials()).contains(folder);
    }

    @Test
    void whatIsNoFolderHasNoCredentialsOfProxies() throws IOException {
        environment.put("ACCOUNTS_FILE", "/etc/accounts.json");
        environment.put("INTERNAL_TOKEN_FILE", "/etc/token");
        environment.put(
                "PROXY_CREDENTIALS_PATH",
                Files.writeString(folder.resolve("proxies"), "").toString());

        assertThat(problems()).extracting(SettingProblem::setting).containsExactly("PROXY_CREDENTIALS_PATH");
    }

    @Test
    void accountsAreSetUpInKubernetesWhereTheConnectorHasCredentialsForIt() {
        environment.put("ACCOUNTS_FILE", "/etc/accounts.json");
        environment.put("INTERNAL_TOKEN_FILE", "/etc/token");
        assertThat(read().fleet().orElseThrow().kubernetes()).isEmpty();

        environment.put("KUBERNETES_CREDENTIALS_PATH", folder.toString());
        environment.put("KUBERNETES_SERVICE_HOST", "fd00::1");
        environment.put("KUBERNETES_SERVICE_PORT", "6443");
        environment.put("POOL_NAME", "big");

        assertThat(read().fleet().orElseThrow().kubernetes())
                .contains(new KubernetesSettings(URI.create("https://[fd00::1]:6443"), folder, "big"));
    }

    @Test
    void credentialsForKubernetesNeedAFolderAnApiServerAndAListOfAccounts() {
        environment.put("KUBERNETES_CREDENTIALS_PATH", folder.toString());
        assertThat(problems())
                .extracting(SettingProblem::setting)
                .containsExactly("KUBERNETES_CREDENTIALS_PATH", "KUBERNETES_SERVICE_HOST");

        environment.put("ACCOUNTS_FILE", "/etc/accounts.json");
        environment.put("INTERNAL_TOKEN_FILE", "/etc/token");
        environment.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        environment.put("KUBERNETES_CREDENTIALS_PATH", folder.resolve("missing").toString());
        assertThat(problems()).extracting(SettingProblem::setting).containsExactly("KUBERNETES_CREDENTIALS_PATH");
    }
}
