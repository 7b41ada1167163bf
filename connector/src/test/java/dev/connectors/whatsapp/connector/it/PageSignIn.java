package dev.connectors.whatsapp.connector.it;

import com.microsoft.playwright.options.AriaRole;
import dev.connectors.whatsapp.local.auth.Flaw;
import dev.connectors.whatsapp.local.auth.IdToken;
import dev.connectors.whatsapp.local.auth.Role;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.connectors.whatsapp.connector.it.PageVisit.awaitVisible;
import static org.assertj.core.api.Assertions.assertThat;

/** Signing in to the page, and out of it. */
interface PageSignIn {
    @Test
    @Tag("S2")
    default void whoPastesAWrongTokenIsToldSo(PageVisit visit) {
        visit.signIn(visit.issuer().sign(IdToken.of("ana").withRole(Role.EMPLOYEE), Flaw.FOREIGN_KEY));

        assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("This token is not accepted");
        awaitVisible(visit.page().getByLabel("ID token"));
    }

    @Test
    @Tag("S2")
    default void whoHasNoRoleIsToldWhomToAsk(PageVisit visit) {
        visit.signIn(visit.issuer().sign(IdToken.of("stranger")));

        assertThat(visit.page().getByRole(AriaRole.ALERT))
                .containsText("your role does not allow this: ask a super-admin");
    }

    @Test
    @Tag("S2")
    default void whoseTokenEndsIsAskedForAnother(PageVisit visit) {
        var endsSoon = Instant.now().plusSeconds(3).getEpochSecond();
        visit.signIn(
                visit.issuer().sign(IdToken.of("ana").withRole(Role.EMPLOYEE).withClaim("exp", endsSoon)));

        awaitVisible(visit.heading("Fleet"));
        assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("Your token has ended");
        assertThat(visit.page().getByText("Sales")).hasCount(0);
    }

    @Test
    @Tag("S2")
    default void whatFollowsTheFleetEndsWithItsToken(PageVisit visit) throws IOException, InterruptedException {
        var end = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        var token =
                visit.issuer().sign(IdToken.of("ana").withRole(Role.EMPLOYEE).withClaim("exp", end.getEpochSecond()));
        var request = HttpRequest.newBuilder(visit.connector().address().resolve("/api/v1/fleet/events"))
                .header("Authorization", "Bearer " + token)
                .build();

        try (var http = HttpClient.newHttpClient()) {
            var all = http.send(request, HttpResponse.BodyHandlers.ofString()).body();

            assertThat(all).contains("data: {", "\"superAdmin\":false", "\"name\":\"Sales\"");
            assertThat(Instant.now()).isAfterOrEqualTo(end);
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    default void aPageThatIsLoadedAgainIsStillSignedInAndAnotherTabIsNot(PageVisit visit) {
        visit.signIn(visit.issuer().employee("ana"));
        awaitVisible(visit.heading("Fleet"));

        visit.page().reload();
        awaitVisible(visit.rowOf("Sales"));
        var other = visit.context().newPage();
        other.navigate(visit.connector().address() + "/");

        assertThat(other.getByLabel("ID token")).isVisible();
        visit.button("Sign out").click();
        awaitVisible(visit.page().getByLabel("ID token"));
        assertThat(visit.page().evaluate("() => sessionStorage.length + localStorage.length + document.cookie.length"))
                .isEqualTo(0);
    }

    @Test
    default void thePageRunsNothingButItsOwnAndIsFramedByNobody(PageVisit visit) {
        var headers = visit.connector().get("/", Optional.empty()).headers();

        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe", "http"));
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }
}
