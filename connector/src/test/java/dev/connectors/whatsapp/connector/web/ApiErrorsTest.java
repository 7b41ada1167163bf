package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.web.InvalidRequestException.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("H10")
class ApiErrorsTest {

    @Test
    void aWrongRequestIsAnsweredByField() {
        var answer = new ApiErrors()
                .invalid(new InvalidRequestException(
                        List.of(new FieldError("to", "is missing"), new FieldError("text", "is missing"))));

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(json(answer.getBody())).isEqualTo(JsonMapper.shared().readTree("""
                        {
                          "error": "invalid_request",
                          "message": "to is missing; text is missing",
                          "fields": [
                            {"field": "to", "problem": "is missing"},
                            {"field": "text", "problem": "is missing"}
                          ]
                        }"""));
    }

    @Test
    void aRefusalThatIsOfNoFieldNamesNone() {
        assertThat(json(ApiError.of("thread_locked", "the thread is locked")))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"error": "thread_locked", "message": "the thread is locked"}"""));
    }

    private static JsonNode json(@Nullable Object body) {
        return JsonMapper.shared().valueToTree(body);
    }
}
