package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CursorTest {

    @ParameterizedTest
    @ValueSource(strings = {"abc", "sales_40712345678@s.whatsapp.net", "a:b.c", "ăâ"})
    void aPlaceIsFoundAgainByItsToken(String id) {
        var cursor = new Cursor(Timestamp.parseTimestamp("2026-01-01T12:00:00.123456Z"), id);

        assertThat(Cursor.parse(cursor.token())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "1767268800.5",
                "1767268800.5:",
                ":x",
                "999999999999.5:x",
                "-1.5:x",
                "1.9999999999:x",
                "1.5:a/b"
            })
    void whatIsNoTokenIsRefused(String text) {
        var token = Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> Cursor.parse(token)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotEvenEncodedIsRefusedInTheSameWords() {
        assertThatThrownBy(() -> Cursor.parse("%%%"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be the nextPageToken of an answer");
    }
}
