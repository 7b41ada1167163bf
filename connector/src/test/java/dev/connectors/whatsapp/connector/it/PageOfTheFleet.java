package dev.connectors.whatsapp.connector.it;

import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.connectors.whatsapp.connector.it.PageVisit.awaitVisible;
import static org.assertj.core.api.Assertions.assertThat;

/** All accounts at a glance. */
interface PageOfTheFleet {
    int WITHIN_FIVE_SECONDS = 5_000;

    @Test
    @Tag("H5")
    default void theFleetIsSeenAtAGlanceWithPhonesMasked(PageVisit visit) {
        visit.signIn(visit.issuer().employee("ana"));

        assertThat(visit.rowOf("Sales")).containsText("Connected");
        assertThat(visit.rowOf("Sales")).containsText("+407****97");
        assertThat(visit.rowOf("Support")).containsText("Needs linking");
        assertThat(visit.page().locator("tbody a").allTextContents())
                .as("what asks for a person comes first")
                .containsSubsequence("Support", "Sales");
        assertThat(visit.page().content()).doesNotContain(visit.phone().number(), "40715000098");
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    @Tag("A8")
    default void anAccountThatIsDegradedIsShownWithinFiveSeconds(PageVisit visit) {
        visit.signIn(visit.issuer().employee("ana"));
        assertThat(visit.rowOf("Support")).containsText("Needs linking");

        Calls.await(visit.layout().account(new AccountId(visit.support())).update(Map.of("degraded", true)));
        assertThat(visit.rowOf("Support").getByText("Degraded"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(WITHIN_FIVE_SECONDS));
        assertThat(visit.page().locator("#said")).hasText("Support: Degraded");

        Calls.await(visit.layout().account(new AccountId(visit.support())).update(Map.of("degraded", false)));
        assertThat(visit.rowOf("Support").getByText("Degraded")).isHidden();
    }

    @Test
    default void aKeyboardReachesAnAccountAndComesBack(PageVisit visit) {
        visit.signIn(visit.issuer().employee("ana"));
        awaitVisible(visit.rowOf("Sales"));

        visit.page().locator("main").press("Tab");
        visit.page().keyboard().press("Enter");

        awaitVisible(visit.page().getByText("All accounts"));
        assertThat(visit.page().locator("main")).isFocused();
        visit.page().goBack();
        awaitVisible(visit.heading("Fleet"));
    }
}
