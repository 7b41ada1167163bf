package dev.connectors.whatsapp.connector.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.connectors.whatsapp.connector.account.Situations.NOON;
import static dev.connectors.whatsapp.connector.account.Situations.in;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("A8")
class BeatTest {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Instant LONG_AGO = NOON.minusSeconds(3_600);

    private final AccountState online = in(new Phase.Online(LONG_AGO));
    private final AccountState away = in(new Phase.BackingOff("timed out"));

    private static Beat at(Instant now, AccountState state, Beat.Known known) {
        return Beat.of(state, known, true, now, LOOK_EVERY);
    }

    private static Beat.Known written(AccountState state) {
        return new Beat.Known(LONG_AGO, Optional.of(state), Optional.empty());
    }

    private static AccountState seen(AccountState state, Instant at) {
        return state.with(state.history().seen(at));
    }

    /** Those that are not connected and are meant to be. */
    static Stream<AccountState> missed() {
        return Situations.everyPhase().stream()
                .filter(state -> state.isWanted() && !(state.phase() instanceof Phase.LoggedIn));
    }

    @ParameterizedTest
    @MethodSource("missed")
    void whatShouldBeConnectedAndIsNotSeenForAMinuteIsDegraded(AccountState state) {
        var silent = seen(state, NOON.minusSeconds(60));
        var yetSeen = seen(state, NOON.minusSeconds(59));

        assertThat(at(NOON, silent, written(silent)))
                .isEqualTo(new Beat.Open(new Alert(state.account().id(), NOON.minusSeconds(60))));
        assertThat(at(NOON, yetSeen, written(yetSeen))).isEqualTo(new Beat.Nothing());
    }

    @Test
    void whoHasJustGotAnAccountIsGivenAMinuteToo() {
        var silent = seen(away, LONG_AGO.minusSeconds(600));
        var known = new Beat.Known(NOON.minusSeconds(30), Optional.of(silent), Optional.empty());

        assertThat(at(NOON, silent, known)).isEqualTo(new Beat.Nothing());
        assertThat(at(NOON.plusSeconds(30), silent, known)).isInstanceOf(Beat.Open.class);
    }

    @Test
    void anAlertThatIsOpenIsNotOpenedAgain() {
        var silent = seen(away, LONG_AGO);
        var alerted = new Beat.Known(LONG_AGO, Optional.of(silent), Optional.of("alert"));

        assertThat(at(NOON, silent, alerted)).isEqualTo(new Beat.Nothing());
    }

    @Test
    void recoveryClosesTheAlert() {
        var alerted = new Beat.Known(LONG_AGO, Optional.of(away), Optional.of("alert"));

        assertThat(at(NOON, online, alerted)).isEqualTo(new Beat.Close("alert", "connected again"));
    }

    @Test
    void anAccountThatIsUnpairedPausedOrLoggedOutIsNotDegraded() {
        var unpaired = in(new Phase.Linking());
        unpaired = unpaired.with(unpaired.history().needingQr(true));
        var paused = in(new Phase.Off("paused"));
        var loggedOut = new Supervision(10)
                .after(online, Situations.closed(401, Optional.empty()))
                .state();

        for (var state : new AccountState[] {unpaired, paused, loggedOut}) {
            assertThat(at(NOON, state, written(state))).as("%s", state.phase()).isEqualTo(new Beat.Nothing());
            assertThat(at(NOON, state, new Beat.Known(LONG_AGO, Optional.of(state), Optional.of("alert"))))
                    .isEqualTo(new Beat.Close("alert", "not meant to be connected"));
        }
    }

    @Test
    void aConnectedAccountIsWrittenAtLeastEveryQuarterOfAnHourAndNotAtEveryLook() {
        var before = written(seen(online, NOON));

        assertThat(at(NOON.plus(Duration.ofMinutes(14)), online, before)).isEqualTo(new Beat.Nothing());
        assertThat(at(NOON.plus(Beat.SEEN_EVERY).minus(LOOK_EVERY), online, before))
                .as("the next look would be too late")
                .isEqualTo(new Beat.Seen());
    }

    @Test
    void anotherStateIsWrittenOnceItStays() {
        var before = written(seen(online, NOON));
        var waiting = seen(in(new Phase.Waiting("the bridge cannot be reached")), NOON);

        assertThat(Beat.of(waiting, before, false, NOON, LOOK_EVERY)).isEqualTo(new Beat.Nothing());
        assertThat(Beat.of(waiting, before, true, NOON, LOOK_EVERY)).isEqualTo(new Beat.Status());
    }

    @Test
    void aDocumentThatAnotherConnectorWroteIsWritten() {
        var unknown = new Beat.Known(NOON, Optional.empty(), Optional.empty());

        assertThat(at(NOON, online, unknown)).isEqualTo(new Beat.Status());
    }
}
