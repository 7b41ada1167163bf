package dev.connectors.whatsapp.connector.chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatIdTest {

    @ParameterizedTest
    @Tag("H10")
    @ValueSource(
            strings = {
                "40712345678",
                "+40712345678",
                "+40 712 345 678",
                "40712345678@s.whatsapp.net",
                "+40712345678@s.whatsapp.net",
                "+40 712 345 678@s.whatsapp.net",
                "  +40712345678\n",
                "+40 (712) 345-678",
                "+40.712.345.678",
                "+40\u00a0712\u00a0345\u00a0678",
                "+40\t712 345 678 @s.whatsapp.net"
            })
    void everySpellingOfANumberIsOneChat(String spelling) {
        assertThat(ChatId.parse(spelling)).isEqualTo(new ChatId("40712345678@s.whatsapp.net"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1@lid",
                "12345678901234567890@lid",
                "120363041234567890@g.us",
                "40712345678-1412345678@g.us",
                "  123456789@lid  "
            })
    void aGroupOrALidIsTakenAsItIs(String jid) {
        assertThat(ChatId.parse(jid).jid()).isEqualTo(jid.strip());
        assertThat(ChatId.parse(jid).phoneNumber()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "+",
                "Ana",
                "0712345678",
                "+0040712345678",
                "123456",
                "1234567890123456",
                "++40712345678",
                "40712345678+",
                "40712345678x",
                "٤٠٧١٢٣٤٥٦٧٨",
                "@s.whatsapp.net",
                "40712345678:12@s.whatsapp.net",
                "40712345678@c.us",
                "40712345678@s.whatsapp.net@s.whatsapp.net",
                "40712345678@s.whatsapp.net/x",
                "status@broadcast",
                "+40712345678@lid",
                "123 456@lid",
                "123456789012345678901@lid",
                "abc@g.us",
                "1-2-3@g.us",
                "@g.us"
            })
    void whatIsNoRecipientIsRefusedWithAnExampleOfOne(String text) {
        assertThatThrownBy(() -> ChatId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a phone number with its country code, such as +40712345678,"
                        + " or the jid of a contact or group");
    }

    @ParameterizedTest
    @CsvSource({"1234567, 1234567", "+123456789012345, 123456789012345"})
    void aNumberHasSevenToFifteenDigits(String text, String digits) {
        assertThat(ChatId.parse(text).phoneNumber()).contains(digits);
    }

    @ParameterizedTest
    @CsvSource({
        "40712345697@s.whatsapp.net, 407****97@s.whatsapp.net",
        "123456789@lid, 123****89@lid",
        "120363041234567890@g.us, 120****90@g.us",
        "123456@lid, ****@lid",
        "@lid, ****@lid",
        "40712345697, ****"
    })
    void theTextFormIsMasked(String jid, String masked) {
        assertThat(new ChatId(jid)).hasToString(masked);
    }

    @Test
    void threadsAreMaskedInTheirTextFormToo() {
        var thread = new ThreadId(new AccountId("sales"), ChatId.parse("+40712345697"));

        assertThat(thread).hasToString("sales_407****97@s.whatsapp.net");
    }
}
