package dev.connectors.whatsapp.connector.it;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a browser is let do, and what it is told. */
interface HttpBrowsers {
    @Test
    @Tag("S2")
    default void aBrowserMayCallFromTheAppsThatAreNamedAndNoOther(HttpApi api) {
        var allowed = api.connector().preflight("/api/send", HttpApi.APP);
        var other = api.connector().preflight("/api/send", "https://evil.example.com");

        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains(HttpApi.APP);
        assertThat(allowed.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    @Tag("S2")
    default void everyAnswerTellsABrowserWhatNotToMakeOfIt(HttpApi api) {
        var answers = List.of(
                api.connector().get("/healthz", Optional.empty()),
                api.connector().get("/api/whatsapp/accounts", Optional.empty()),
                api.connector()
                        .get("/api/whatsapp/qr/" + api.sales(), api.connector().superAdmin()));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
            assertThat(answer.headers().firstValue("x-frame-options")).contains("DENY");
            assertThat(answer.headers().firstValue("referrer-policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("cache-control"))
                    .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
            assertThat(answer.headers().allValues("content-security-policy"))
                    .singleElement()
                    .satisfies(policy -> assertThat(policy).startsWith("default-src 'none'"));
        });
    }
}
