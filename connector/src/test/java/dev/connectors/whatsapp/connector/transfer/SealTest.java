package dev.connectors.whatsapp.connector.transfer;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("P3")
class SealTest {
    private static final Seal SEAL = new Seal(key(1));
    private static final SessionCopy COPY = new SessionCopy(
            new AccountId("sales"),
            41,
            Instant.parse("2026-01-01T12:00:00Z"),
            "the session".getBytes(StandardCharsets.UTF_8));

    private static SecretKey key(int first) {
        var bytes = new byte[32];
        bytes[0] = (byte) first;
        return new SecretKeySpec(bytes, "AES");
    }

    @Test
    void whatWasClosedIsOpenedAgain() throws Exception {
        var file = SEAL.close(COPY);

        assertThat(SEAL.open(file)).usingRecursiveComparison().isEqualTo(COPY);
        assertThat(new String(file, StandardCharsets.ISO_8859_1))
                .contains("\"accountId\":\"sales\"", "\"epoch\":41")
                .doesNotContain("the session");
    }

    @Test
    void theSameCopyNeverLooksTheSame() {
        assertThat(SEAL.close(COPY)).isNotEqualTo(SEAL.close(COPY));
    }

    @Test
    void anotherKeyIsNamed() {
        var file = SEAL.close(COPY);

        assertThatThrownBy(() -> new Seal(key(2)).open(file))
                .isInstanceOf(UnusableCopyException.class)
                .hasMessageContaining("SESSION_COPY_KEY_FILE has key");
    }

    static IntStream bytesOfACopy() {
        return IntStream.range(0, SEAL.close(COPY).length);
    }

    @ParameterizedTest
    @MethodSource("bytesOfACopy")
    void noByteCanBeChanged(int at) {
        var file = SEAL.close(COPY);
        file[at] ^= 1;

        assertThatThrownBy(() -> SEAL.open(file)).isInstanceOf(UnusableCopyException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 130, 150})
    void whatIsCutOffIsNoCopy(int length) {
        var file = Arrays.copyOf(SEAL.close(COPY), length);

        assertThatThrownBy(() -> SEAL.open(file)).isInstanceOf(UnusableCopyException.class);
    }

    @Test
    void aLaterVersionIsNamed() {
        var file = new String(SEAL.close(COPY), StandardCharsets.ISO_8859_1)
                .replace("\"version\":1", "\"version\":2")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> SEAL.open(file)).hasMessageContaining("of version 2");
    }
}
