package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.Happening.Closed;
import dev.connectors.whatsapp.connector.account.Phase.BackingOff;
import dev.connectors.whatsapp.connector.account.Phase.Banned;
import dev.connectors.whatsapp.connector.account.Phase.Halted;
import dev.connectors.whatsapp.connector.account.Phase.Listed;
import dev.connectors.whatsapp.connector.account.Phase.Live;
import dev.connectors.whatsapp.connector.account.Phase.LoggedIn;
import dev.connectors.whatsapp.connector.account.Phase.Off;
import dev.connectors.whatsapp.connector.account.Phase.Renewing;
import dev.connectors.whatsapp.connector.account.Phase.Replaced;
import dev.connectors.whatsapp.connector.account.Phase.Stopped;
import dev.connectors.whatsapp.connector.account.Phase.Taking;
import dev.connectors.whatsapp.connector.account.Phase.Waiting;
import dev.connectors.whatsapp.connector.account.Supervision.Step;
import java.time.Duration;
import java.time.Instant;

/** The part of {@link Supervision} that answers closes: every code in every phase. Pure. */
final class CloseAnswers {
    /** Long enough for the other connection to show whether it stays. */
    static final Backoff AFTER_REPLACEMENT = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10));
    /** A connection that lasted as long was in no fight with another. */
    static final Duration UNDISTURBED = Duration.ofMinutes(15);

    private final int maxAttempts;

    /** @param maxAttempts how many tries in a row may fail before a person has to look */
    CloseAnswers(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    Step after(AccountState before, Closed close) {
        var code = CloseCode.of(close.code());
        var state = before.on(close.connection()).withoutConnection();
        return switch (before.phase()) {
            case Live live -> answer(noted(state, code, close), code, close);
            case Renewing renewing ->
                isPassing(code) ? Step.take(state) : answer(noted(state, code, close), code, close);
            // A connection that was refused or not asked for any more can have been made all the same.
            case Waiting waiting -> late(state, code, close);
            case Taking taking -> late(state, code, close);
            case BackingOff backingOff -> late(state, code, close);
            case Replaced replaced -> isFinal(code) ? stopped(state, code, close) : Step.to(state);
            case Banned banned -> isFinal(code) ? stopped(state, code, close) : Step.to(state);
            case Listed listed -> Step.to(state);
            case Off off -> Step.to(state);
            case Halted halted -> Step.to(state);
        };
    }

    private Step late(AccountState state, CloseCode code, Closed close) {
        return isPassing(code) ? Step.to(state) : answer(noted(state, code, close), code, close);
    }

    /** Whether nothing speaks against the next connection. */
    private static boolean isPassing(CloseCode code) {
        return switch (code.answer()) {
            case CONNECT_IF_WANTED, CONNECT_AT_ONCE, BACK_OFF -> true;
            case WAIT_FOR_ITS_END, LOOK_AT_LEASE, STOP, LINK_AGAIN -> false;
        };
    }

    private static boolean isFinal(CloseCode code) {
        return code.answer() == CloseCode.Answer.STOP || code.answer() == CloseCode.Answer.LINK_AGAIN;
    }

    private static AccountState noted(AccountState state, CloseCode code, Closed close) {
        var history = state.history().needingQr(!close.paired() || code.unlinks());
        return state.with(state.phase() instanceof LoggedIn ? history.seen(close.at()) : history);
    }

    private Step answer(AccountState state, CloseCode code, Closed close) {
        var reason = code.reason(close.reason());
        return switch (code.answer()) {
            // Wanted again by now, or closed by the bridge because its lease was over.
            case CONNECT_IF_WANTED -> Step.take(state);
            case CONNECT_AT_ONCE ->
                state.history().failures() == 0
                        ? Step.take(state.with(state.history().failed()))
                        : backOff(state, reason);
            case BACK_OFF -> backOff(state, reason);
            case WAIT_FOR_ITS_END ->
                close.retryAfter()
                        .map(end -> banned(state, reason, close.at(), end))
                        .orElseGet(() -> stopped(state, code, close));
            case LOOK_AT_LEASE -> replaced(state, reason, close.at());
            case STOP, LINK_AGAIN -> stopped(state, code, close);
        };
    }

    private static Step stopped(AccountState state, CloseCode code, Closed close) {
        return Step.to(noted(state, code, close).in(new Stopped(code.reason(close.reason()))));
    }

    /** Before a ban ends connecting is pointless and makes it worse. */
    private static Step banned(AccountState state, String reason, Instant now, Instant end) {
        var left = Duration.between(now, end);
        var atLeast = Supervision.RECONNECT.after(state.history().failures());
        var banned = state.with(state.history().failed()).in(new Banned(reason + " until " + end));
        return Step.until(left.compareTo(atLeast) > 0 ? left : atLeast, banned);
    }

    private static Step replaced(AccountState state, String reason, Instant now) {
        var undisturbed = state.phase() instanceof LoggedIn in
                && Duration.between(in.since(), now).compareTo(UNDISTURBED) >= 0;
        var inARow = undisturbed ? 1 : state.history().replacements() + 1;
        var why = inARow == 1 ? reason : reason + ", " + inARow + " times in a row";
        var replaced = state.with(state.history().replaced(inARow)).in(new Replaced(why));
        return Step.until(AFTER_REPLACEMENT.after(inARow - 1), replaced);
    }

    /** A try has failed; there will be another, up to a bound. */
    Step backOff(AccountState before, String why) {
        var state = before.with(before.history().failed());
        var failures = state.history().failures();
        return failures >= maxAttempts
                ? Step.to(state.in(new Stopped("given up after " + failures + " tries: " + why)))
                : Step.until(Supervision.RECONNECT.after(failures - 1), state.in(new BackingOff(why)));
    }
}
