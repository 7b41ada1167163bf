package dev.connectors.whatsapp.connector.chat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("O1")
class MessagePreviewTest {

    static Stream<String> shortTexts() {
        return Stream.of("", "Bună!", "x".repeat(120), "😀".repeat(120), "two\nlines");
    }

    @ParameterizedTest
    @MethodSource("shortTexts")
    void aShortTextIsShownWhole(String body) {
        assertThat(MessagePreview.of(body)).isEqualTo(body);
    }

    @Test
    void aLongTextIsCutTo120CharactersAndSaysSo() {
        assertThat(MessagePreview.of("x".repeat(121))).isEqualTo("x".repeat(119) + "…");
    }

    @Test
    void theCutFallsBetweenCodePoints() {
        var preview = MessagePreview.of("x" + "😀".repeat(200));

        assertThat(preview).isEqualTo("x" + "😀".repeat(118) + "…");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(preview)).isTrue();
    }
}
