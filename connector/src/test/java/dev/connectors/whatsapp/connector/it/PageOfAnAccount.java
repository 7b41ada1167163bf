package dev.connectors.whatsapp.connector.it;

import com.google.cloud.Timestamp;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.local.whatsapp.Behaviour;
import dev.connectors.whatsapp.local.whatsapp.QrCode;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.connectors.whatsapp.connector.it.PageVisit.awaitVisible;
import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Linking a phone, a test message, another chance for one that failed. */
interface PageOfAnAccount {
    @Test
    @Tag("H6")
    @Tag("H8")
    default void anAccountIsAddedAndLinkedByTheCodeOnThePage(PageVisit visit) {
        var another = visit.whatsapp().phone("40715000099");
        visit.signInAsSuperAdmin();

        visit.button("Add account").click();
        visit.page().getByLabel("Name").fill("Marketing");
        visit.page().getByLabel("Phone number").fill("+40 715 000 099");
        visit.page()
                .getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add account"))
                .click();
        awaitVisible(visit.qrCode());
        another.scan(QrCode.read(visit.qrCode().screenshot()));

        assertThat(visit.page().locator("main .head .state")).hasText("Connected");
        assertThat(visit.qrCode()).isHidden();
        assertThat(visit.page().content()).doesNotContain(another.number());
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    @Tag("H8")
    default void aCodeToTypeIsShownInGroups(PageVisit visit) {
        visit.signInAsSuperAdmin();
        visit.openAccount("Support");
        awaitVisible(visit.qrCode());

        Calls.await(visit.layout().privateState(new AccountId(visit.support())).set(Map.of("pairingCode", "ABCD2345")));
        Calls.await(
                visit.layout().account(new AccountId(visit.support())).update(Map.of("lastEventAt", Timestamp.now())));

        assertThat(visit.page().getByText("ABCD-2345")).isVisible();
        assertThat(visit.qrCode()).isHidden();
    }

    @Test
    @Tag("H8")
    @Tag("S2")
    default void anEmployeeSeesNoCodeAndCannotSetUpOrPutBack(PageVisit visit) {
        var asked = new ArrayList<String>();
        visit.page().onRequest(request -> asked.add(request.url()));
        visit.signIn(visit.issuer().employee("ana"));
        visit.openAccount("Support");

        awaitVisible(visit.page().getByText("Sign in as one to link a phone"));
        awaitVisible(visit.button("Send"));
        assertThat(visit.qrCode()).hasCount(0);
        assertThat(visit.heading("Failed messages")).isHidden();
        assertThat(visit.button("Unlink the phone …")).isHidden();
        assertThat(asked).noneMatch(url -> url.contains("pairing") || url.contains("outbox"));
    }

    @Test
    @Tag("S2")
    default void aTestMessageReachesItsContact(PageVisit visit) {
        var contact = visit.whatsapp().contact("40719500001");
        visit.signIn(visit.issuer().employee("ana"));
        visit.openAccount("Sales");

        visit.send("+40 719 500 001", "Hello from the page");

        assertThat(contact.awaitMessagesFrom(visit.phone().number(), 1, SOON))
                .extracting(message -> message.text().orElse(""))
                .containsExactly("Hello from the page");
        assertThat(visit.page().getByText("Sent: WhatsApp has it.")).isVisible();
        assertThat(visit.complaints()).isEmpty();
    }

    @Test
    default void whatIsWrongWithAMessageIsSaidAtItsForm(PageVisit visit) {
        visit.signIn(visit.issuer().employee("ana"));
        visit.openAccount("Sales");

        visit.send("0712", "Hello");

        assertThat(visit.page().getByText("to: must be")).isVisible();
    }

    @Test
    @Tag("O6")
    default void aFailedMessageIsPutBackAndReachesItsContact(PageVisit visit) {
        var contact = visit.whatsapp().contact("40719500002");
        visit.whatsapp().behave(visit.phone().number(), Behaviour.normal().refusingMessages(406));
        visit.signInAsSuperAdmin();
        visit.openAccount("Sales");
        visit.send(contact.number(), "Second chance");
        awaitVisible(visit.page().getByText("It failed"));
        visit.whatsapp().resetBehaviour(visit.phone().number());

        visit.button("Put back the message to +407****02").click();

        assertThat(contact.awaitMessagesFrom(visit.phone().number(), 1, SOON))
                .extracting(message -> message.text().orElse(""))
                .containsExactly("Second chance");
        assertThat(visit.page().getByText("The message to +407****02 is queued again."))
                .isVisible();
        assertThat(visit.page().getByText("None. What fails for good")).isVisible();
        assertThat(visit.page().content()).doesNotContain(contact.number());
    }

    @Test
    @Tag("H13")
    default void aPhoneIsUnlinkedOnlyAfterAQuestion(PageVisit visit) {
        var another = visit.whatsapp().phone("40715000096");
        var account = visit.connector().pair("Back office", another);
        visit.signInAsSuperAdmin();
        visit.openAccount("Back office");

        visit.button("Unlink the phone …").click();
        visit.button("Cancel").click();
        assertThat(visit.page().locator("main .head .state")).hasText("Connected");
        visit.button("Unlink the phone …").click();
        visit.button("Unlink").click();

        awaitVisible(visit.qrCode());
        await().atMost(SOON).until(() -> !visit.connector().status(account).equals("connected"));
    }
}
