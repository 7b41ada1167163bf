package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.Happening.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.connectors.whatsapp.connector.account.Situations.CONNECTION;
import static dev.connectors.whatsapp.connector.account.Situations.NOON;
import static dev.connectors.whatsapp.connector.account.Situations.in;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("A1")
class SupervisionTest {
    private final Supervision supervision = new Supervision(100);
    private final AccountState listed = AccountState.initial(Situations.account(DesiredState.CONNECTED));
    private final AccountState connecting = in(new Phase.Connecting());
    private final AccountState online = in(new Phase.Online(NOON));

    static Stream<AccountState> everyPhase() {
        return Situations.everyPhase().stream();
    }

    private AccountState after(AccountState state, Happening happening) {
        return supervision.after(state, happening).state();
    }

    @Test
    void pairingGoesFromDisconnectedOverConnectingAndTheQrToConnected() {
        var story = Situations.story(
                supervision,
                listed,
                new Happening.Turn(Duration.ZERO),
                new Happening.Taken(Optional.empty()),
                new Happening.LinkOffered(3),
                new Happening.Opened(4, NOON),
                new Happening.Drained(4));

        assertThat(listed.status()).isEqualTo(AccountStatus.DISCONNECTED);
        assertThat(story)
                .extracting(AccountState::status)
                .containsExactly(
                        AccountStatus.DISCONNECTED,
                        AccountStatus.CONNECTING,
                        AccountStatus.QR_READY,
                        AccountStatus.CONNECTED,
                        AccountStatus.CONNECTED);
        assertThat(story).extracting(AccountState::needsQr).containsExactly(false, false, true, false, false);
        assertThat(story.getLast().lastSeenAt()).contains(NOON);
        assertThat(story.getLast().connectedSince()).contains(NOON);
    }

    @Test
    @Tag("A2")
    void nothingIsConnectedBeforeItIsThisConnectors() {
        var asked = supervision.after(listed, new Happening.Turn(Duration.ZERO));

        assertThat(asked.effects()).containsExactly(new Effect.Take(false));
        assertThat(after(asked.state(), new Happening.NotTaken("held by connector b", Duration.ofSeconds(9)))
                        .reason())
                .contains("held by connector b");
        assertThat(after(asked.state(), new Happening.NoLease()).status()).isEqualTo(AccountStatus.DISCONNECTED);
    }

    @Test
    @Tag("A4")
    void whatLacksALeaseThatIsBackBeforeItIsToldDoesNotWaitForItForever() {
        var lacking = List.of(
                supervision.after(
                        after(Situations.in(new Phase.Taking(Optional.empty())), new Happening.LeaseHeld()),
                        new Happening.NoLease()),
                supervision.after(
                        after(connecting, new Happening.LeaseHeld()),
                        new Happening.Refused(Refusal.NO_LEASE, "the bridge has no lease")));

        assertThat(lacking).allSatisfy(step -> {
            assertThat(step.state().status()).isEqualTo(AccountStatus.DISCONNECTED);
            assertThat(step.effects())
                    .containsExactly(
                            new Effect.Wake(Duration.ofSeconds(5), step.state().ticket()));
            assertThat(supervision
                            .after(
                                    step.state(),
                                    new Happening.Woken(step.state().ticket()))
                            .effects())
                    .containsExactly(new Effect.Take(false));
        });
    }

    @Test
    void aDocumentThatIsMissingIsAskedForLessAndLessOften() {
        var first = supervision.after(Situations.in(new Phase.Taking(Optional.empty())), new Happening.NoDocument());
        var again = after(first.state(), new Happening.Woken(first.state().ticket()));
        var second = supervision.after(again, new Happening.NoDocument());

        assertThat(first.effects())
                .containsExactly(
                        new Effect.Wake(Duration.ofSeconds(1), first.state().ticket()));
        assertThat(second.effects())
                .containsExactly(
                        new Effect.Wake(Duration.ofSeconds(2), second.state().ticket()));
    }

    @Test
    @Tag("O6")
    void itSendsWhenWhatHadBeenHeldBackForThisConnectionIsHeard() {
        var opened = after(connecting, new Happening.Opened(CONNECTION, NOON));

        assertThat(opened.canSend()).isFalse();
        assertThat(after(opened, new Happening.Drained(CONNECTION - 1)).canSend())
                .isFalse();
        assertThat(after(opened, new Happening.Drained(CONNECTION)).canSend()).isTrue();
        assertThat(after(online, new Happening.Opened(CONNECTION, NOON)).canSend())
                .as("heard twice")
                .isTrue();
        assertThat(after(online, new Happening.Opened(CONNECTION + 1, NOON)).canSend())
                .as("a new connection")
                .isFalse();
    }

    @Test
    @Tag("O9")
    void aConnectionThatIsNotUsableInTimeIsRenewed() {
        var opened = supervision.after(connecting, new Happening.Opened(CONNECTION, NOON));
        var due = new Happening.Woken(opened.state().ticket());

        assertThat(opened.effects()).containsExactly(new Effect.Wake(Duration.ofSeconds(60), due.ticket()));
        assertThat(supervision.after(opened.state(), due).effects()).containsExactly(new Effect.Close());
        assertThat(after(after(opened.state(), new Happening.Drained(CONNECTION)), due)
                        .canSend())
                .as("drained in time")
                .isTrue();
    }

    @Test
    @Tag("A4")
    void aConnectionThatIsRenewedDidNotFail() {
        var renewing = after(online, new Happening.Renewal("no answer"));

        assertThat(renewing.canSend()).isFalse();
        assertThat(renewing.reconnectAttempts()).isZero();
        assertThat(renewing.reason()).contains("no answer");
        assertThat(supervision.after(renewing, new Happening.CloseAnswered()).effects())
                .containsExactly(new Effect.Take(false));
    }

    @Test
    @Tag("A4")
    void returnsAreCountedAndTheFirstConnectionIsNone() {
        var first = after(connecting, new Happening.Opened(CONNECTION, NOON));
        var returned = Situations.story(
                        supervision,
                        first,
                        Situations.closed(428, Optional.empty()),
                        new Happening.Opened(CONNECTION + 1, NOON.plusSeconds(90)))
                .getLast();

        assertThat(first.reconnectCount()).isZero();
        assertThat(after(first, new Happening.Opened(CONNECTION, NOON)).reconnectCount())
                .as("heard twice")
                .isZero();
        assertThat(returned.reconnectCount()).isEqualTo(1);
        assertThat(returned.lastSeenAt()).contains(NOON.plusSeconds(90));
    }

    @ParameterizedTest
    @MethodSource("everyPhase")
    void whatAnEarlierConnectionReportsChangesNothing(AccountState state) {
        var earlier = CONNECTION - 1;

        for (var report : List.of(
                new Happening.LinkOffered(earlier),
                new Happening.Opened(earlier, NOON),
                new Happening.Drained(earlier),
                new Happening.Closed(earlier, 401, "logged out", false, Optional.empty(), NOON))) {
            assertThat(supervision.after(state, report)).isEqualTo(Supervision.Step.to(state));
        }
    }

    @ParameterizedTest
    @MethodSource("everyPhase")
    void whatAConnectionReportsIsStaleOnceTheBridgeIsLost(AccountState state) {
        var lost = after(state, new Happening.BridgeLost());

        assertThat(lost.status()).isIn(AccountStatus.DISCONNECTED, AccountStatus.SESSION_UNREADABLE);
        assertThat(after(lost, new Happening.Opened(CONNECTION, NOON))).isEqualTo(lost);
    }

    /** The bridge counts the connections of all accounts together: the next number may be the next account's own. */
    @Test
    void howeverAConnectionEndedTheNextNumberIsHeard() {
        var ends = List.of(
                List.of(new Happening.Renewal("no answer"), new Happening.CloseAnswered()),
                List.of(new Happening.Renewal("no answer"), Situations.closed(0, Optional.empty())),
                List.of(new Happening.BridgeLost(), new Happening.BridgeReached(true), new Happening.CloseAnswered()),
                List.of(new Happening.LeaseLost(), new Happening.LeaseHeld()),
                List.of(Situations.closed(0, Optional.empty())));

        for (var end : ends) {
            var taking = Situations.story(supervision, online, end.toArray(Happening[]::new))
                    .getLast();
            var next = Situations.story(
                    supervision,
                    taking,
                    new Happening.Taken(Optional.empty()),
                    Situations.closed(0, Optional.empty()),
                    new Happening.Opened(CONNECTION + 1, NOON));

            assertThat(next.get(1).phase())
                    .as("the earlier one closes after %s", end)
                    .isInstanceOf(Phase.Connecting.class);
            assertThat(next.getLast().phase()).isInstanceOf(Phase.Draining.class);
        }
    }

    @ParameterizedTest
    @MethodSource("everyPhase")
    void aTimeThatWasSetInAnEarlierPhaseIsVoid(AccountState state) {
        var earlier = new Happening.Woken(state.ticket() - 1);

        assertThat(supervision.after(state, earlier)).isEqualTo(Supervision.Step.to(state));
    }

    @ParameterizedTest
    @MethodSource("everyPhase")
    @Tag("A2")
    void onlyWhatIsTakenIsConnected(AccountState state) {
        for (var happening : Situations.everyHappening(state)) {
            var connects =
                    supervision.after(state, happening).effects().stream().anyMatch(Effect.Connect.class::isInstance);

            assertThat(connects)
                    .as("%s in %s", happening, state.phase())
                    .isEqualTo(state.phase() instanceof Phase.Taking && happening instanceof Happening.Taken);
        }
    }

    @ParameterizedTest
    @MethodSource("everyPhase")
    void anAccountThatNobodyWantsIsClosedAndStaysSo(AccountState state) {
        var paused = supervision.after(state, new Happening.Change(Situations.account(DesiredState.PAUSED)));

        assertThat(paused.state().phase()).isEqualTo(new Phase.Off("paused"));
        if (!(state.phase() instanceof Phase.Off)) {
            assertThat(paused.effects()).containsExactly(new Effect.Close());
        }
        for (var happening : Situations.everyHappening(paused.state())) {
            var next = supervision.after(paused.state(), happening);
            if (next.state().account().desired() == DesiredState.PAUSED) {
                assertThat(next.state().phase()).isEqualTo(paused.state().phase());
            }
        }
    }

    @Test
    void anAccountThatIsLoggedOutLosesItsSessionAndNeedsAQr() {
        var loggedOut = supervision.after(online, new Happening.Change(Situations.account(DesiredState.LOGGED_OUT)));

        assertThat(loggedOut.effects()).containsExactly(new Effect.LogOut());
        assertThat(loggedOut.state().needsQr()).isTrue();
        assertThat(supervision
                        .after(loggedOut.state(), new Happening.BridgeReached(false))
                        .effects())
                .as("in case it was not there")
                .containsExactly(new Effect.LogOut());
    }

    @Test
    void aResumedAccountIsTaken() {
        var resumed = supervision.after(
                in(new Phase.Off("paused")), new Happening.Change(Situations.account(DesiredState.CONNECTED)));

        assertThat(resumed.effects()).containsExactly(new Effect.Take(false));
    }

    @Test
    void aRenamedAccountStaysAsItIs() {
        var renamed = new Account(online.account().id(), "Sales RO", Optional.empty());

        assertThat(supervision.after(online, new Happening.Change(renamed)))
                .isEqualTo(Supervision.Step.to(online.as(renamed)));
    }

    @Test
    @Tag("A3")
    void anAccountWaitsForItsTurnOnce() {
        var waits = supervision.after(listed, new Happening.Turn(Duration.ofSeconds(3)));

        assertThat(waits.effects())
                .containsExactly(
                        new Effect.Wake(Duration.ofSeconds(3), waits.state().ticket()));
        assertThat(supervision.after(waits.state(), new Happening.Turn(Duration.ZERO)))
                .isEqualTo(Supervision.Step.to(waits.state()));
        assertThat(supervision.after(online, new Happening.Turn(Duration.ofSeconds(3))))
                .as("what is connected needs none")
                .isEqualTo(Supervision.Step.to(online));
    }

    @Test
    @Tag("A2")
    void whatIsNotConnectedIsTakenAsSoonAsThereIsALeaseAgain() {
        var lost = after(online, new Happening.LeaseLost());

        assertThat(lost.reason()).contains("another connector has taken this one's lease");
        assertThat(supervision.after(lost, new Happening.LeaseHeld()).effects())
                .containsExactly(new Effect.Take(false));
        assertThat(supervision.after(online, new Happening.LeaseHeld()))
                .as("nothing was lost")
                .isEqualTo(Supervision.Step.to(online));
    }

    @Test
    @Tag("O6")
    void aConnectionThatOutlivedTheConnectorIsRenewed() {
        var reached = supervision.after(listed, new Happening.BridgeReached(true));

        assertThat(reached.effects()).containsExactly(new Effect.Close());
        assertThat(reached.state().reason()).contains("opened before this connector listened");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    @Tag("A4")
    void aRefusalIsAFailureOnlyWhereSomethingFailed(Refusal refusal) {
        var refused = after(connecting, new Happening.Refused(refusal, "no"));

        var counts = refusal == Refusal.FAILED || refusal == Refusal.CONNECTED_ALREADY;
        assertThat(refused.reconnectAttempts()).isEqualTo(counts ? 1 : 0);
        assertThat(refused.reason()).contains("no");
    }

    @Test
    void aRefusalThatComesAfterTheConnectionOpenedIsNone() {
        var opened = after(connecting, new Happening.Opened(CONNECTION, NOON));

        assertThat(after(opened, new Happening.Refused(Refusal.FAILED, "no answer in time")))
                .isEqualTo(opened);
    }
}
