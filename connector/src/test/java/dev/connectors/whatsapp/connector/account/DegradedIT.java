package dev.connectors.whatsapp.connector.account;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.lease.Owners;
import dev.connectors.whatsapp.connector.lease.Ownership;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is written of an account that gives no sign of life, by its own connector and by another. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
@Tag("A8")
class DegradedIT {
    private static final AccountId SALES = new AccountId("sales");

    private final FirestoreTraffic traffic = new FirestoreTraffic();
    private final Firestore firestore;
    private final Layout layout;
    private final AccountState online = AccountState.initial(Situations.account(DesiredState.CONNECTED))
            .in(new Phase.Online(Instant.now()))
            .with(History.NONE.seen(Instant.now()));
    private final AccountState away = online.in(new Phase.BackingOff("timed out"));

    DegradedIT(DataLayout data, FirestoreEmulator emulator) {
        this.firestore = traffic.open(emulator, FirestoreEmulator.newProjectId());
        this.layout = new Layout(firestore, data);
    }

    @BeforeEach
    void accountIsSetUp() {
        Calls.await(layout.account(SALES).create(Map.of("name", "Sales")));
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    private AccountStatusRepository documents(Ownership ownership) {
        return new AccountStatusRepository(firestore, layout, ownership, "worker", Clock.systemUTC());
    }

    /** A connector that held the account, said so, and is heard of no more. */
    private void aConnectorDiesThatHeldTheAccount(AccountState said) {
        var ownership = Owners.on(layout, "dead");
        ownership.take(SALES);
        documents(ownership).saveStatus(said);
        itWasToBeHeardOfByNow();
    }

    private void itWasToBeHeardOfByNow() {
        Calls.await(layout.lease("dead")
                .update(Map.of("silentFrom", Timestamp.ofTimeSecondsAndNanos(1, 0), "takenAfterMs", 0)));
    }

    /** What another one does about it. */
    private void anotherLooks(Duration silentAfter) {
        var accounts = new SilentAccounts(firestore, layout, "observer", Clock.systemUTC());
        Owners.observer(layout, silentAfter).forEach(accounts::mark);
    }

    private DocumentSnapshot account() {
        return Calls.await(layout.account(SALES).get());
    }

    private List<? extends DocumentSnapshot> alerts() {
        return Calls.await(firestore.collection("whatsapp_alerts").get()).getDocuments();
    }

    @Test
    void anAlertIsWrittenTogetherWithTheAccountAndClosedOnRecovery() {
        var ownership = Owners.on(layout, "volume");
        ownership.take(SALES);
        var documents = documents(ownership);
        var alert = new Alert(SALES, Instant.now());

        assertThat(documents.open(away, alert)).isTrue();

        assertThat(account().get("degraded")).isEqualTo(true);
        assertThat(account().get("alertId")).isEqualTo(alert.id());
        assertThat(alerts()).singleElement().satisfies(document -> {
            assertThat(document.getId()).isEqualTo(alert.id());
            assertThat(document.get("status")).isEqualTo("open");
            assertThat(document.get("message")).isEqualTo("timed out");
        });
        assertThat(documents.alert(SALES)).contains(alert.id());

        assertThat(documents.close(online, new Beat.Close(alert.id(), "connected again")))
                .isTrue();

        assertThat(account().get("degraded")).isEqualTo(false);
        assertThat(documents.alert(SALES)).isEmpty();
        assertThat(alerts())
                .singleElement()
                .satisfies(document -> assertThat(document.get("status")).isEqualTo("closed"));
    }

    @Test
    void whoDoesNotHoldTheAccountSaysNothingOfIt() {
        var documents = documents(Owners.on(layout, "volume"));

        assertThat(documents.open(away, new Alert(SALES, Instant.now()))).isFalse();

        assertThat(account().contains("degraded")).isFalse();
        assertThat(alerts()).isEmpty();
    }

    @Test
    void aSignOfLifeIsOneWrite() {
        var ownership = Owners.on(layout, "volume");
        ownership.take(SALES);
        var documents = documents(ownership);

        var cost = traffic.of(() -> documents.saveSeen(online));

        assertThat(cost.writes()).isEqualTo(1);
        assertThat(cost.reads()).isZero();
    }

    @Test
    void anotherConnectorSaysItOfOneThatIsDeadOnceHoweverManyLook() {
        aConnectorDiesThatHeldTheAccount(online);

        anotherLooks(Duration.ZERO);
        itWasToBeHeardOfByNow();
        anotherLooks(Duration.ZERO);

        assertThat(account().get("degraded")).isEqualTo(true);
        assertThat(account().get("status")).as("that is its holder's to say").isEqualTo("connected");
        assertThat(alerts()).singleElement().satisfies(document -> {
            assertThat(document.get("openedBy")).isEqualTo("observer");
            assertThat(document.get("status")).isEqualTo("open");
        });
    }

    @Test
    void whoIsAwayForAMomentOnlyIsLeftAlone() {
        aConnectorDiesThatHeldTheAccount(online);

        anotherLooks(Duration.ofMinutes(1));

        assertThat(account().contains("degraded")).isFalse();
    }

    @Test
    void whoHasALongLeaseIsLeftAloneUntilItIsOver() {
        aConnectorDiesThatHeldTheAccount(online);
        Calls.await(layout.lease("dead")
                .update("takenAfterMs", Duration.ofMinutes(5).toMillis()));

        anotherLooks(Duration.ZERO);

        assertThat(account().contains("degraded")).isFalse();
    }

    @Test
    void onceSaidNobodyAsksAgain() {
        aConnectorDiesThatHeldTheAccount(online);
        anotherLooks(Duration.ZERO);

        var cost = traffic.of(() -> anotherLooks(Duration.ZERO));

        assertThat(cost.reads()).isZero();
        assertThat(cost.writes()).isZero();
    }

    @Test
    void whatNobodyWantsConnectedIsNotMissed() {
        aConnectorDiesThatHeldTheAccount(new Supervision(10)
                .after(online, new Happening.Change(Situations.account(DesiredState.PAUSED)))
                .state());

        anotherLooks(Duration.ZERO);

        assertThat(account().contains("degraded")).isFalse();
    }

    @Test
    void whoTakesTheAccountNextKnowsTheAlertAndClosesIt() {
        aConnectorDiesThatHeldTheAccount(online);
        anotherLooks(Duration.ZERO);

        var successor = Owners.on(layout, "another");
        assertThat(successor.take(SALES)).isInstanceOf(Ownership.Answer.Taken.class);
        var documents = documents(successor);
        var alertId = documents.alert(SALES).orElseThrow();
        documents.close(online, new Beat.Close(alertId, "connected again"));

        assertThat(account().get("degraded")).isEqualTo(false);
        assertThat(alerts())
                .singleElement()
                .satisfies(document -> assertThat(document.get("status")).isEqualTo("closed"));
        assertThat(Optional.ofNullable(account().getString("alertId"))).isEmpty();
    }
}
