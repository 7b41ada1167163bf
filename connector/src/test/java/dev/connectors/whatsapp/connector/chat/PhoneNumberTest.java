package dev.connectors.whatsapp.connector.chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PhoneNumberTest {

    @ParameterizedTest
    @ValueSource(strings = {"+40712345697", "40712345697", " +40 712 345 697 ", "40712345697@s.whatsapp.net"})
    void everySpellingIsOneNumber(String spelling) {
        assertThat(PhoneNumber.parse(spelling)).isEqualTo(new PhoneNumber("40712345697"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ana", "0712345697", "123456789@lid", "120363041234567890@g.us"})
    void whatIsNoNumberIsRefusedWithAnExampleOfOne(String text) {
        assertThatThrownBy(() -> PhoneNumber.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be a phone number with its country code, such as +40712345678");
    }

    @Test
    @Tag("H5")
    void aMaskedNumberCanBeRecognisedAndNotCalled() {
        assertThat(new PhoneNumber("40712345697").masked()).isEqualTo("+407****97");
    }

    @ParameterizedTest
    @CsvSource({"1234567, +123****67", "123456, +****", "12, +****"})
    void theTextFormIsMasked(String digits, String masked) {
        assertThat(new PhoneNumber(digits)).hasToString(masked);
    }
}
