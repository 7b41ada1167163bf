package dev.connectors.whatsapp.local.cluster;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-amd64",
        "Linux, aarch64, linux-arm64",
        "Mac OS X, aarch64, darwin-arm64",
        "Mac OS X, x86_64, darwin-amd64",
    })
    void isNamedAsGoNamesIt(String os, String architecture, String expected) {
        assertThat(Platform.of(os, architecture)).hasToString(expected);
    }

    @Test
    void saysWhereThereIsNoKubernetes() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .isInstanceOf(BinariesUnavailableException.class)
                .hasMessageContaining("this is Windows 11 on amd64");
    }
}
