package dev.connectors.whatsapp.connector.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("S2")
class InternalTokenTest {

    @Test
    void theTokenInTheFileLetsIn(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("token"), "secret\n");

        assertThat(new InternalToken(Optional.of(file)).isPresentedBy(Optional.of("Bearer secret")))
                .isTrue();
    }

    @Test
    void anotherTokenInTheFileCountsAtOnce(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("token"), "old");
        var token = new InternalToken(Optional.of(file));

        Files.writeString(file, "new");

        assertThat(token.isPresentedBy(Optional.of("Bearer new"))).isTrue();
        assertThat(token.isPresentedBy(Optional.of("Bearer old"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer secre", "Bearer secret ", "Basic secret", "secret", "bearer secret"})
    void anythingElseDoesNot(String presented, @TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("token"), "secret");

        assertThat(new InternalToken(Optional.of(file)).isPresentedBy(Optional.of(presented)))
                .isFalse();
        assertThat(new InternalToken(Optional.of(file)).isPresentedBy(Optional.empty()))
                .isFalse();
    }

    @Test
    void withoutATokenNobodyGetsIn(@TempDir Path folder) throws IOException {
        var empty = Files.writeString(folder.resolve("empty"), "");
        var missing = folder.resolve("missing");

        assertThat(new InternalToken(Optional.empty()).isPresentedBy(Optional.of("Bearer ")))
                .isFalse();
        assertThat(new InternalToken(Optional.of(empty)).isPresentedBy(Optional.of("Bearer ")))
                .isFalse();
        assertThat(new InternalToken(Optional.of(missing)).isPresentedBy(Optional.of("Bearer x")))
                .isFalse();
    }
}
