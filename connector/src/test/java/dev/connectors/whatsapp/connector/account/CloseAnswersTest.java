package dev.connectors.whatsapp.connector.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.connectors.whatsapp.connector.account.Situations.NOON;
import static dev.connectors.whatsapp.connector.account.Situations.closed;
import static dev.connectors.whatsapp.connector.account.Situations.in;
import static dev.connectors.whatsapp.connector.account.Situations.name;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("A4")
class CloseAnswersTest {
    private static final int MAX_ATTEMPTS = 100;

    private final Supervision supervision = new Supervision(MAX_ATTEMPTS);
    private final AccountState online = in(new Phase.Online(NOON));

    @Test
    @Tag("A1")
    void everyCodeHasItsAnswerInEveryPhase() {
        var table = Stream.concat(
                        Situations.CODES.stream()
                                .map(code -> row(String.valueOf(code), closed(code, Optional.empty()))),
                        Stream.of(row("402 until 13:00", closed(402, Optional.of(NOON.plusSeconds(3_600))))))
                .collect(Collectors.joining());

        assertThat(table).isEqualTo("""
                0
                  Taking         from Connecting Linking Draining Online Renewing
                  stays          from Listed Waiting Taking BackingOff Replaced Banned Stopped Unreadable Off
                401
                  Stopped        from Waiting Taking Connecting Linking Draining Online Renewing BackingOff Replaced Banned
                  stays          from Listed Stopped Unreadable Off
                402
                  Stopped        from Waiting Taking Connecting Linking Draining Online Renewing BackingOff
                  stays          from Listed Replaced Banned Stopped Unreadable Off
                403
                  Stopped        from Waiting Taking Connecting Linking Draining Online Renewing BackingOff Replaced Banned
                  stays          from Listed Stopped Unreadable Off
                405
                  Stopped        from Waiting Taking Connecting Linking Draining Online Renewing BackingOff Replaced Banned
                  stays          from Listed Stopped Unreadable Off
                406
                  Stopped        from Waiting Taking Connecting Linking Draining Online Renewing BackingOff Replaced Banned
                  stays          from Listed Stopped Unreadable Off
                408
                  BackingOff 1s  from Connecting Linking Draining Online
                  Taking         from Renewing
                  stays          from Listed Waiting Taking BackingOff Replaced Banned Stopped Unreadable Off
                411
                  Stopped        from Waiting Taking Connecting Linking Draining Online Renewing BackingOff Replaced Banned
                  stays          from Listed Stopped Unreadable Off
                428
                  BackingOff 1s  from Connecting Linking Draining Online
                  Taking         from Renewing
                  stays          from Listed Waiting Taking BackingOff Replaced Banned Stopped Unreadable Off
                440
                  Replaced 5s    from Waiting Taking Connecting Linking Draining Online Renewing BackingOff
                  stays          from Listed Replaced Banned Stopped Unreadable Off
                463
                  BackingOff 1s  from Connecting Linking Draining Online
                  Taking         from Renewing
                  stays          from Listed Waiting Taking BackingOff Replaced Banned Stopped Unreadable Off
                500
                  BackingOff 1s  from Connecting Linking Draining Online
                  Taking         from Renewing
                  stays          from Listed Waiting Taking BackingOff Replaced Banned Stopped Unreadable Off
                503
                  BackingOff 1s  from Connecting Linking Draining Online
                  Taking         from Renewing
                  stays          from Listed Waiting Taking BackingOff Replaced Banned Stopped Unreadable Off
                515
                  Taking         from Connecting Linking Draining Online Renewing
                  stays          from Listed Waiting Taking BackingOff Replaced Banned Stopped Unreadable Off
                999
                  BackingOff 1s  from Connecting Linking Draining Online
                  Taking         from Renewing
                  stays          from Listed Waiting Taking BackingOff Replaced Banned Stopped Unreadable Off
                402 until 13:00
                  Banned 3540s   from Waiting Taking Connecting Linking Draining Online Renewing BackingOff
                  stays          from Listed Replaced Banned Stopped Unreadable Off
                """);
    }

    private String row(String title, Happening.Closed close) {
        var outcomes = new LinkedHashMap<String, List<String>>();
        for (var state : Situations.everyPhase()) {
            outcomes.computeIfAbsent(cell(state, supervision.after(state, close)), outcome -> new ArrayList<>())
                    .add(name(state.phase()));
        }
        return title + "\n"
                + outcomes.entrySet().stream()
                        .map(outcome ->
                                "  %-14s from %s%n".formatted(outcome.getKey(), String.join(" ", outcome.getValue())))
                        .sorted()
                        .collect(Collectors.joining());
    }

    /** Where it goes and when it comes back; "stays" where it does. */
    private static String cell(AccountState before, Supervision.Step step) {
        if (step.state().phase().equals(before.phase())) {
            return step.effects().isEmpty() ? "stays" : "stays but " + step.effects();
        }
        var wait = step.effects().stream()
                .filter(Effect.Wake.class::isInstance)
                .map(effect -> " " + ((Effect.Wake) effect).after().toSeconds() + "s")
                .collect(Collectors.joining());
        return name(step.state().phase()) + wait;
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "3, 8", "4, 16", "5, 30", "6, 30", "63, 30", "64, 30", "2147483647, 30", "-1, 1"
    })
    void theWaitDoublesUpToThirtySeconds(int failures, int seconds) {
        assertThat(Supervision.RECONNECT.after(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 428, 463, 500, 503, 515, 1, -1, 999})
    void whatPassesByItselfIsTriedAgainLaterAndLater(int code) {
        var state = online;
        var waits = new ArrayList<Long>();

        for (var i = 0; i < 8; i++) {
            var step = supervision.after(state, again(state, code));
            waits.add(wait(step).toSeconds());
            state = step.state().in(new Phase.Connecting());
        }

        assertThat(waits)
                .isEqualTo(
                        code == 515
                                ? List.of(0L, 2L, 4L, 8L, 16L, 30L, 30L, 30L)
                                : List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L));
        assertThat(state.reconnectAttempts()).isEqualTo(8);
    }

    @Test
    void afterSoManyFailuresAPersonHasToLook() {
        var failing = Situations.repeated(
                MAX_ATTEMPTS - 1,
                online,
                state -> supervision.after(state, again(state, 503)).state().in(new Phase.Connecting()));

        var last = supervision.after(failing, again(failing, 503));

        assertThat(failing.reason()).isEmpty();
        assertThat(last.state().phase()).isEqualTo(new Phase.Stopped("given up after 100 tries: as the bridge says"));
        assertThat(last.effects()).isEmpty();
    }

    @Test
    void whatFailedBeforeIsForgottenOnceItIsConnected() {
        var failed = supervision.after(online, closed(503, Optional.empty())).state();

        var back = supervision
                .after(failed, new Happening.Opened(failed.connection() + 1, NOON))
                .state();

        assertThat(failed.reconnectAttempts()).isEqualTo(1);
        assertThat(back.reconnectAttempts()).isZero();
    }

    @Test
    void aBanForATimeIsWaitedFor() {
        var end = NOON.plusSeconds(7_200);

        var step = supervision.after(online, closed(402, Optional.of(end)));

        assertThat(step.state().reason()).contains("temporarily banned by WhatsApp until 2026-01-01T14:00:00Z");
        assertThat(wait(step)).isEqualTo(Duration.between(NOON.plusSeconds(60), end));
    }

    @Test
    void aBanThatShouldHaveEndedIsNotAskedAboutAtOnce() {
        var step = supervision.after(online, closed(402, Optional.of(NOON)));

        assertThat(wait(step)).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({
        "401, true,  logged out by the phone",
        "411, true,  multi-device mismatch: link the phone again",
        "402, false, temporarily banned by WhatsApp",
        "403, false, locked by WhatsApp",
        "405, false, WhatsApp refuses this client version",
        "406, false, banned by WhatsApp"
    })
    void whatOnlyAPersonCanMendIsLeftAlone(int code, boolean needsQr, String reason) {
        var step = supervision.after(online, closed(code, Optional.empty()));

        assertThat(step.state().phase()).isEqualTo(new Phase.Stopped(reason));
        assertThat(step.state().needsQr()).isEqualTo(needsQr);
        assertThat(step.effects()).isEmpty();
    }

    @Test
    void anAccountThatIsNotLinkedAnyMoreNeedsAQrWhateverTheCode() {
        var close = new Happening.Closed(Situations.CONNECTION, 428, "closed", false, Optional.empty(), NOON);

        assertThat(supervision.after(online, close).state().needsQr()).isTrue();
    }

    @Test
    @Tag("A2")
    void anotherConnectionOfTheSameDeviceIsAnsweredOnlyAfterALookAtWhoHoldsTheAccount() {
        var replaced = supervision.after(online, closed(440, Optional.empty()));
        var due = supervision.after(
                replaced.state(), new Happening.Woken(replaced.state().ticket()));

        assertThat(wait(replaced)).isEqualTo(Duration.ofSeconds(5));
        assertThat(due.effects()).containsExactly(new Effect.Take(true));
        assertThat(supervision
                        .after(due.state(), new Happening.NotTaken("held by connector b", Duration.ofSeconds(40)))
                        .effects())
                .as("held elsewhere: nothing is connected")
                .singleElement()
                .isInstanceOf(Effect.Wake.class);
        assertThat(supervision
                        .after(due.state(), new Happening.Taken(Optional.empty()))
                        .effects())
                .as("still this connector's")
                .contains(new Effect.Connect(online.account()));
    }

    @Test
    @Tag("A2")
    void twoThatThrowEachOtherOutDoSoLessAndLess() {
        var state = online;
        var waits = new ArrayList<Long>();

        for (var i = 0; i < 10; i++) {
            var step = supervision.after(state, again(state, 440));
            waits.add(wait(step).toSeconds());
            state = comesBack(step.state(), NOON);
        }

        assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 600L, 600L, 600L);
        assertThat(supervision.after(state, again(state, 440)).state().reason())
                .contains("replaced by another connection of the same device, 11 times in a row");
    }

    @Test
    void aFightIsOverWhenAConnectionHasLasted() {
        var once = comesBack(
                supervision.after(online, again(online, 440)).state(),
                NOON.plusSeconds(60).minus(CloseAnswers.UNDISTURBED));

        assertThat(wait(supervision.after(once, again(once, 440)))).isEqualTo(Duration.ofSeconds(5));
    }

    private AccountState comesBack(AccountState replaced, Instant at) {
        return Situations.story(
                        supervision,
                        replaced,
                        new Happening.Woken(replaced.ticket()),
                        new Happening.Taken(Optional.empty()),
                        new Happening.Opened(replaced.connection() + 1, at))
                .getLast();
    }

    private static Happening.Closed again(AccountState state, int code) {
        return new Happening.Closed(
                state.connection() + 1, code, "as the bridge says", true, Optional.empty(), NOON.plusSeconds(60));
    }

    /** Zero where it goes on at once. */
    private static Duration wait(Supervision.Step step) {
        return step.effects().stream()
                .filter(Effect.Wake.class::isInstance)
                .map(effect -> ((Effect.Wake) effect).after())
                .findFirst()
                .orElse(Duration.ZERO);
    }
}
