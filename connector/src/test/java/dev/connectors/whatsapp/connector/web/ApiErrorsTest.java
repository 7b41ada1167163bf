package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.account.AccountRefusedException;
import dev.connectors.whatsapp.connector.account.AccountSetupUnavailableException;
import dev.connectors.whatsapp.connector.web.InvalidRequestException.FieldError;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("H10")
class ApiErrorsTest {
    private static InvalidRequestException invalid() {
        return new InvalidRequestException(
                List.of(new FieldError("to", "is missing"), new FieldError("text", "is missing")));
    }

    @Test
    void aWrongRequestIsAnsweredByField() {
        var answer = ApiErrors.answer(invalid(), "/api/send");

        assertThat(answer.getStatusCode().value()).isEqualTo(400);
        assertThat(answer.getHeaders().getContentType()).hasToString("application/json");
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
        var answer = ApiErrors.answer(new AccountsAreResourcesException(), "/api/accounts");

        assertThat(json(answer.getBody()).propertyNames()).containsExactly("error", "message");
    }

    static Stream<Arguments> ofKubernetes() {
        return ApiDocument.endpoints().stream()
                .flatMap(endpoint -> endpoint.errors().keySet().stream()
                        .filter(ApiDocument.OF_KUBERNETES::contains)
                        .map(error -> Arguments.of(endpoint, error)));
    }

    @ParameterizedTest
    @MethodSource("ofKubernetes")
    @Tag("H6")
    void anAccountThatKubernetesDoesNotTakeIsAnsweredAsItIsDocumented(ApiDocument.Endpoint endpoint, String error) {
        var reason = switch (error) {
            case "account_refused" -> new AccountRefusedException("a quota");
            case "kubernetes_unavailable" -> new AccountSetupUnavailableException("no answer");
            case "accounts_are_resources" -> new AccountsAreResourcesException();
            default -> throw new AssertionError("nobody provokes " + error);
        };

        var answer = ApiErrors.answer(reason, endpoint.path());

        assertThat(answer.getStatusCode().value()).isEqualTo(endpoint.errors().get(error));
        assertThat(json(answer.getBody())
                        .at(endpoint.hasProblems() ? "/properties/error" : "/error")
                        .asString())
                .isEqualTo(error);
    }

    @Test
    void belowV1TheSameIsAProblemOfRfc9457() {
        var answer = ApiErrors.answer(invalid(), "/api/v1/messages");

        assertThat(answer.getHeaders().getContentType()).hasToString("application/problem+json");
        var problem = json(answer.getBody());
        assertThat(problem.path("type").asString()).isEqualTo("urn:whatsapp-connector:problem:invalid_request");
        assertThat(problem.path("status").asInt()).isEqualTo(400);
        assertThat(problem.path("detail").asString()).isEqualTo("to is missing; text is missing");
    }

    @Test
    @Tag("S5")
    void whoeverWaitsAsLongAsRetryAfterSaysIsNotTooEarly() {
        assertThat(retryAfter(Duration.ofMillis(1))).isEqualTo("1");
        assertThat(retryAfter(Duration.ofMillis(2_001))).isEqualTo("3");
        assertThat(retryAfter(Duration.ofSeconds(3))).isEqualTo("3");
    }

    private static @Nullable String retryAfter(Duration wait) {
        return ApiErrors.answer(new TooManyRequestsException(20, wait), "/api/send")
                .getHeaders()
                .getFirst(HttpHeaders.RETRY_AFTER);
    }

    @Test
    void whatNobodyThoughtOfSaysNothingOfItself() {
        var answer = ApiErrors.answer(new IllegalStateException("password=secret"), "/api/send");

        assertThat(answer.getStatusCode().value()).isEqualTo(500);
        assertThat(json(answer.getBody()).toString()).doesNotContain("secret", "IllegalState");
    }

    private static JsonNode json(@Nullable Object body) {
        return JsonMapper.shared().valueToTree(body);
    }
}
