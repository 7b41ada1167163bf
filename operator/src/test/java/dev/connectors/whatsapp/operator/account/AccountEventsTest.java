package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.connector.AccountReport;
import dev.connectors.whatsapp.operator.fakeapi.FakeApiServer;
import dev.connectors.whatsapp.operator.fakeapi.Fault;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class AccountEventsTest {
    private final FakeApiServer api = FakeApiServer.start(Facts.NAMESPACE);
    private final KubernetesClient client = api.client();
    private final AccountEvents events = new AccountEvents(client, "operator-0", Facts.CLOCK);
    private final WhatsAppAccount account = Facts.account();

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    @Test
    void eachTransitionIsAnEventOfTheAccount() {
        events.record(account, Facts.reported(AccountReport.Status.CONNECTED, true));

        assertThat(written())
                .extracting(Event::getType, Event::getReason, Event::getMessage)
                .containsExactlyInAnyOrder(
                        tuple("Normal", "Assigned", "the account is on the shard whatsapp-default-0"),
                        tuple("Normal", "Paired", "a phone is linked"),
                        tuple("Normal", "Connected", "connected to WhatsApp"));
        assertThat(written()).allSatisfy(event -> {
            assertThat(event.getInvolvedObject().getKind()).isEqualTo("WhatsAppAccount");
            assertThat(event.getInvolvedObject().getName()).isEqualTo("sales");
            assertThat(event.getInvolvedObject().getUid()).isEqualTo(Facts.UID);
            assertThat(event.getReportingInstance()).isEqualTo("operator-0");
            assertThat(event.getFirstTimestamp()).isEqualTo("2026-11-21T12:00:00Z");
            assertThat(event.getLastTimestamp()).isEqualTo("2026-11-21T12:00:00Z");
        });
    }

    @Test
    void inTheSteadyStateNobodyIsAskedForAnything() {
        account.setStatus(Facts.reported(AccountReport.Status.CONNECTED, true));

        events.record(account, Facts.reported(AccountReport.Status.CONNECTED, true));

        assertThat(api.requests()).isEmpty();
    }

    @Test
    void theSameTransitionTriedAgainIsTheSameEvent() {
        var next = Facts.reported(AccountReport.Status.QR_READY, false);

        events.record(account, next);
        events.record(account, next);

        assertThat(written()).extracting(Event::getReason).containsExactlyInAnyOrder("Assigned", "NeedsPairing");
    }

    @Test
    void theSameTransitionLaterIsAnotherEvent() {
        account.setStatus(Facts.reported(AccountReport.Status.CONNECTING, true));
        var next = Facts.reported(AccountReport.Status.CONNECTED, true);

        events.record(account, next);
        account.getMetadata().setResourceVersion("99");
        events.record(account, next);

        assertThat(written()).extracting(Event::getReason).containsExactly("Connected", "Connected");
    }

    @Test
    void anAccountWithTheLongestNameHasEventsToo() {
        account.getMetadata().setName("a".repeat(253));

        events.record(account, Facts.reported(AccountReport.Status.CONNECTED, true));

        assertThat(written())
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.getMetadata().getName()).hasSizeLessThanOrEqualTo(253));
    }

    @Test
    void anEventThatIsRefusedHoldsNothingUp() {
        api.fail(request -> true, Fault.answer(403));

        events.record(account, Facts.reported(AccountReport.Status.CONNECTED, true));

        assertThat(written()).isEmpty();
        assertThat(api.faulty()).hasSize(3);
    }

    private List<Event> written() {
        return api.list(Event.class);
    }
}
