package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.web.InvalidRequestException.FieldError;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Tag("H10")
class JsonBodyTest {

    @Test
    void whatIsRightIsRead() {
        var body = body("""
                {"text": " Bună! ", "accountId": "sales", "more": 1}""");

        assertThat(body.text("text", 10)).isEqualTo(" Bună! ");
        assertThat(body.parsed("accountId", 10, AccountId::new)).contains(new AccountId("sales"));
        assertThat(body.optionalText("clientMessageId", 10)).isEmpty();
        assertThatCode(body::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "true", "null"})
    void aBodyThatIsNoObjectIsRefusedAtOnce(String json) {
        assertThatThrownBy(() -> body(json))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("(body) must be a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"text\": null}"})
    void aMissingFieldIsNamed(String json) {
        var body = body(json);

        assertThat(body.text("text", 10)).isEmpty();

        assertThat(errors(body)).containsExactly(new FieldError("text", "is missing"));
    }

    @ParameterizedTest
    @CsvSource({"1, number", "true, boolean", "[], array", "{}, object"})
    void aFieldOfAnotherTypeIsNamedWithItsType(String value, String type) {
        var body = body("{\"text\": " + value + "}");

        assertThat(body.text("text", 10)).isEmpty();

        assertThat(errors(body)).containsExactly(new FieldError("text", "must be a string, but is a JSON " + type));
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "'   ', 0", "elevenchars, 11", "' padded too long ', 17"})
    void aBlankOrTooLongFieldIsNamedWithItsLength(String value, int length) {
        var body = body("{\"text\": \"" + value + "\"}");

        assertThat(body.text("text", 10)).isEmpty();

        assertThat(errors(body))
                .containsExactly(new FieldError("text", "must have 1 to 10 characters, but has " + length));
    }

    @Test
    void aFieldMayHaveAllItsCharacters() {
        var body = body("{\"text\": \"tencharsss\"}");

        assertThat(body.text("text", 10)).isEqualTo("tencharsss");
        assertThatCode(body::check).doesNotThrowAnyException();
    }

    @Test
    void anOptionalFieldThatIsThereHasToBeRight() {
        var body = body("{\"clientMessageId\": 7}");

        assertThat(body.optionalText("clientMessageId", 10)).isEmpty();

        assertThat(errors(body))
                .containsExactly(new FieldError("clientMessageId", "must be a string, but is a JSON number"));
    }

    @Test
    void whatTheFieldsOwnTypeRefusesIsSaidInItsWords() {
        var body = body("{\"to\": \"Ana\"}");

        assertThat(body.parsed("to", 10, ChatId::parse)).isEmpty();

        assertThat(errors(body))
                .containsExactly(new FieldError(
                        "to",
                        "must be a phone number with its country code, such as +40712345678, or the jid of a contact"
                                + " or group"));
    }

    @Test
    void aMissingFieldIsNotParsed() {
        var body = body("{}");

        assertThat(body.parsed("to", 10, ChatId::parse)).isEmpty();

        assertThat(errors(body)).containsExactly(new FieldError("to", "is missing"));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        var body = body("{\"text\": 1, \"name\": \"\"}");
        body.text("text", 10);
        body.text("name", 10);
        body.text("to", 10);
        body.wrong("threadId", "must be the thread of accountId and chatId");

        assertThatThrownBy(body::check)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("text must be a string, but is a JSON number;"
                        + " name must have 1 to 10 characters, but has 0;"
                        + " to is missing;"
                        + " threadId must be the thread of accountId and chatId");
    }

    private static JsonBody body(String json) {
        return new JsonBody(JsonMapper.shared().readTree(json));
    }

    private static List<FieldError> errors(JsonBody body) {
        return catchThrowableOfType(InvalidRequestException.class, body::check).errors();
    }
}
