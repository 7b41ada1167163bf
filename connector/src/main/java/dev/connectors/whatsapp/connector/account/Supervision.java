package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.Happening.Refused;
import dev.connectors.whatsapp.connector.account.Happening.Report;
import dev.connectors.whatsapp.connector.account.Phase.BackingOff;
import dev.connectors.whatsapp.connector.account.Phase.Banned;
import dev.connectors.whatsapp.connector.account.Phase.Connecting;
import dev.connectors.whatsapp.connector.account.Phase.Draining;
import dev.connectors.whatsapp.connector.account.Phase.Halted;
import dev.connectors.whatsapp.connector.account.Phase.Linking;
import dev.connectors.whatsapp.connector.account.Phase.Listed;
import dev.connectors.whatsapp.connector.account.Phase.Live;
import dev.connectors.whatsapp.connector.account.Phase.LoggedIn;
import dev.connectors.whatsapp.connector.account.Phase.Off;
import dev.connectors.whatsapp.connector.account.Phase.Online;
import dev.connectors.whatsapp.connector.account.Phase.Renewing;
import dev.connectors.whatsapp.connector.account.Phase.Replaced;
import dev.connectors.whatsapp.connector.account.Phase.Stopped;
import dev.connectors.whatsapp.connector.account.Phase.Taking;
import dev.connectors.whatsapp.connector.account.Phase.Unreadable;
import dev.connectors.whatsapp.connector.account.Phase.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The life of an account's connection as a state machine: what happens in which phase leads to which next phase, and what is
 * to be done for it. Pure; {@code docs/supervision.md} draws it. What makes no sense in a phase changes nothing.
 */
final class Supervision {
    /** min(1 s × 2^n, 30 s) */
    static final Backoff RECONNECT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    /** For what is not the account's: credentials that are missing, a bridge that is busy. */
    private static final Duration NOT_NOW = Duration.ofSeconds(5);
    /** How long the bridge may take to connect, and WhatsApp to say all that it held back; before, nothing is sent. */
    private static final Duration ON_ITS_WAY_FOR_AT_MOST = Duration.ofSeconds(60);

    private static final String NO_BRIDGE = "the bridge cannot be reached";
    private static final String LEASE_TAKEN = "another connector has taken this one's lease";

    private final CloseAnswers closes;

    /** @param maxAttempts how many tries in a row may fail before a person has to look */
    Supervision(int maxAttempts) {
        this.closes = new CloseAnswers(maxAttempts);
    }

    /** What comes of something that happened. */
    record Step(AccountState state, List<Effect> effects) {
        static Step to(AccountState state, Effect... effects) {
            return new Step(state, List.of(effects));
        }

        Step first(Effect effect) {
            return new Step(
                    state, Stream.concat(Stream.of(effect), effects.stream()).toList());
        }

        /** In its new phase the account comes back after that time, unless something else happens before. */
        static Step until(Duration after, AccountState state) {
            return to(state, new Effect.Wake(after, state.ticket()));
        }

        static Step take(AccountState state) {
            return to(state.in(new Taking(state.reason())), new Effect.Take(false));
        }
    }

    Step after(AccountState state, Happening happening) {
        return switch (happening) {
            case Happening.Change change -> changed(state, change.account());
            case Happening.Turn turn -> turn(state, turn.in());
            case Happening.LeaseHeld held -> leaseHeld(state);
            case Happening.LeaseLost lost -> waiting(state, LEASE_TAKEN);
            case Happening.BridgeReached reached -> bridgeReached(state, reached.connected());
            // Reports that are on their way through the connector are stale from here on.
            case Happening.BridgeLost lost -> waiting(state.withoutConnection(), NO_BRIDGE);
            case Happening.Woken woken -> woken(state, woken.ticket());
            case Happening.Taken taken -> taken(state, taken);
            case Happening.NotTaken not ->
                state.phase() instanceof Taking
                        ? Step.until(not.lookAgainAfter(), state.in(new Waiting(not.why())))
                        : Step.to(state);
            case Happening.NoDocument none ->
                state.phase() instanceof Taking ? closes.backOff(state, "it has no document") : Step.to(state);
            case Happening.NoLease none ->
                state.phase() instanceof Taking ? lacksLease(state, "this connector has no lease") : Step.to(state);
            case Happening.Asked asked -> Step.to(state.on(asked.connection()));
            case Refused refused -> state.phase() instanceof Connecting ? refused(state, refused) : Step.to(state);
            case Happening.CloseAnswered answered ->
                state.phase() instanceof Renewing ? Step.take(state.withoutConnection()) : Step.to(state);
            case Happening.Renewal renewal ->
                state.phase() instanceof Live ? renew(state, renewal.why()) : Step.to(state);
            case Happening.Restriction restriction ->
                Step.to(state.with(state.history().restricted(restriction.until())));
            case Happening.Seen seen ->
                Step.to(
                        state.phase() instanceof LoggedIn
                                ? state.with(state.history().seen(seen.at()))
                                : state);
            case Report report -> state.isStale(report.connection()) ? Step.to(state) : heard(state, report);
        };
    }

    private static Step changed(AccountState before, Account account) {
        var state = before.as(account);
        if (!state.isWanted()) {
            var isAsItWas = before.phase() instanceof Off && before.account().desired() == account.desired();
            return isAsItWas ? Step.to(state) : off(state);
        }
        if (!goesAnotherWay(before, account)) {
            return before.phase() instanceof Off ? Step.take(state) : Step.to(state);
        }
        return switch (before.phase()) {
            case Live live -> renew(state, "it goes another way from now on");
            case Off off -> Step.take(state);
            case BackingOff tried -> Step.take(state);
            case Halted halted -> Step.take(state);
            case Listed l -> Step.to(state);
            case Waiting w -> Step.to(state);
            case Taking t -> Step.to(state);
            case Renewing r -> Step.to(state);
            case Replaced r -> Step.to(state);
            case Banned b -> Step.to(state);
        };
    }

    /** How a phone is to be linked matters only to an account that waits for one. */
    private static boolean goesAnotherWay(AccountState before, Account account) {
        return !before.account().proxy().equals(account.proxy())
                || (before.phase() instanceof Linking
                        && !before.account().codeFor().equals(account.codeFor()));
    }

    private static Step off(AccountState state) {
        var isLoggedOut = state.account().desired() == DesiredState.LOGGED_OUT;
        var off = state.in(new Off(isLoggedOut ? "logged out as asked for" : "paused"));
        return Step.to(isLoggedOut ? off.with(off.history().needingQr(true)) : off, ending(off));
    }

    /** What makes sure that an account that nobody wants connected is not. */
    private static Effect ending(AccountState state) {
        return state.account().desired() == DesiredState.LOGGED_OUT ? new Effect.LogOut() : new Effect.Close();
    }

    private static Step turn(AccountState state, Duration in) {
        if (!state.isWanted() || !(state.phase() instanceof Listed listed) || listed.hasTurn()) {
            return Step.to(state);
        }
        return in.isZero() ? Step.take(state) : Step.until(in, state.in(new Listed(true)));
    }

    private static Step leaseHeld(AccountState state) {
        return state.phase() instanceof Waiting || state.phase() instanceof BackingOff
                ? Step.take(state)
                : Step.to(state);
    }

    /** What is tried waits until what it lacks is there again; what waits for something else goes on doing so. */
    private static Step waiting(AccountState state, String why) {
        return switch (state.phase()) {
            case Live l -> Step.to(state.in(new Waiting(why)));
            case Waiting w -> Step.to(state.in(new Waiting(why)));
            case Taking t -> Step.to(state.in(new Waiting(why)));
            case Renewing r -> Step.to(state.in(new Waiting(why)));
            case BackingOff b -> Step.to(state.in(new Waiting(why)));
            // Each of them asks who holds the account before its next connection.
            case Replaced r -> Step.to(state);
            case Banned b -> Step.to(state);
            case Listed l -> Step.to(state);
            case Off o -> Step.to(state);
            case Halted h -> Step.to(state);
        };
    }

    /** A connection from before is of no use: what it told meanwhile, and what became of what was sent on it, is not known. */
    private static Step bridgeReached(AccountState state, boolean connected) {
        return switch (state.phase()) {
            case Off off -> Step.to(state, ending(state));
            // One that has started anew reads it anew: somebody may have mended it.
            case Unreadable u -> connected ? renewUnheard(state) : Step.take(state);
            case Stopped s -> connected ? Step.to(state, new Effect.Close()) : Step.to(state);
            case Replaced r -> connected ? Step.to(state, new Effect.Close()) : Step.to(state);
            case Banned b -> connected ? Step.to(state, new Effect.Close()) : Step.to(state);
            case Listed l -> connected && state.isWanted() ? renewUnheard(state) : Step.to(state);
            case Live l -> connected ? renewUnheard(state) : Step.to(state);
            case Waiting w -> connected ? renewUnheard(state) : Step.take(state);
            case Taking t -> connected ? renewUnheard(state) : Step.take(state);
            case BackingOff b -> connected ? renewUnheard(state) : Step.take(state);
            case Renewing r -> connected ? renewUnheard(state) : Step.take(state);
        };
    }

    private static Step renewUnheard(AccountState state) {
        return renew(state, "opened before this connector listened");
    }

    private static Step woken(AccountState state, long ticket) {
        if (ticket != state.ticket()) {
            return Step.to(state);
        }
        return switch (state.phase()) {
            case Listed l -> Step.take(state);
            case Waiting w -> Step.take(state);
            case BackingOff b -> Step.take(state);
            case Banned b -> Step.take(state);
            case Replaced replaced -> Step.to(state.in(new Taking(state.reason())), new Effect.Take(true));
            case Connecting c -> renew(state, "not connected within " + ON_ITS_WAY_FOR_AT_MOST);
            case Draining d ->
                renew(state, "WhatsApp has not said within " + ON_ITS_WAY_FOR_AT_MOST + " what it held back");
            case Off o -> Step.to(state);
            case Taking t -> Step.to(state);
            case Linking l -> Step.to(state);
            case Online o -> Step.to(state);
            case Renewing r -> Step.to(state);
            case Halted h -> Step.to(state);
        };
    }

    private static Step taken(AccountState before, Happening.Taken taken) {
        var history = before.history();
        var state = before.with(
                taken.restrictedUntil().map(history::restrictedAtLeast).orElse(history));
        if (!(state.phase() instanceof Taking)) {
            return Step.to(state);
        }
        // The next one is another: what the one before still reports, closed while nobody waited for it, is not its.
        var connecting = state.in(new Connecting()).withoutConnection();
        return Step.to(
                connecting,
                new Effect.Connect(state.account()),
                new Effect.Wake(ON_ITS_WAY_FOR_AT_MOST, connecting.ticket()));
    }

    /**
     * All that waits is taken when there is a lease again. It may be there by now, and for the connector it was never gone: one
     * that ends while Firestore takes its renewal, or that the bridge did not hear of in time.
     */
    private static Step lacksLease(AccountState state, String why) {
        return Step.until(NOT_NOW, state.in(new Waiting(why)));
    }

    private Step refused(AccountState state, Refused refused) {
        return switch (refused.refusal()) {
            case CONNECTED_ALREADY -> {
                var step = closes.backOff(state, refused.why());
                yield step.first(new Effect.Close());
            }
            case NO_LEASE -> lacksLease(state, refused.why());
            case NOT_NOW -> Step.until(NOT_NOW, state.in(new BackingOff(refused.why())));
            case FAILED -> closes.backOff(state, refused.why());
            case UNREADABLE -> Step.to(state.in(new Unreadable(refused.why())));
            case FOR_GOOD -> Step.to(state.in(new Stopped(refused.why())));
        };
    }

    private static Step renew(AccountState state, String why) {
        return Step.to(state.in(new Renewing(why)), new Effect.Close());
    }

    private Step heard(AccountState state, Report report) {
        return switch (report) {
            case Happening.LinkOffered offered ->
                mayConnect(state.phase()) || state.phase() instanceof Linking
                        ? Step.to(state.in(new Linking())
                                .on(offered.connection())
                                .with(state.history().linking()))
                        : Step.to(state);
            case Happening.Opened opened -> opened(state, opened.connection(), opened.at());
            case Happening.Drained drained ->
                state.phase() instanceof Draining draining && drained.connection() == state.connection()
                        ? Step.to(state.in(new Online(draining.since())))
                        : Step.to(state);
            case Happening.SessionUnreadable unreadable -> unreadable(state, unreadable);
            case Happening.Closed closed -> closes.after(state, closed);
        };
    }

    private static Step unreadable(AccountState before, Happening.SessionUnreadable report) {
        var state = before.on(report.connection()).withoutConnection();
        return switch (state.phase()) {
            case Listed l -> Step.to(state);
            case Off o -> Step.to(state);
            case Halted h -> Step.to(state);
            case Live l -> Step.to(state.in(new Unreadable(report.why())));
            case Waiting w -> Step.to(state.in(new Unreadable(report.why())));
            case Taking t -> Step.to(state.in(new Unreadable(report.why())));
            case Renewing r -> Step.to(state.in(new Unreadable(report.why())));
            case BackingOff b -> Step.to(state.in(new Unreadable(report.why())));
            case Replaced r -> Step.to(state.in(new Unreadable(report.why())));
            case Banned b -> Step.to(state.in(new Unreadable(report.why())));
        };
    }

    private static Step opened(AccountState state, long connection, Instant at) {
        if (state.phase() instanceof LoggedIn in) {
            var seen = state.with(state.history().seen(at));
            return connection == state.connection()
                    ? Step.to(seen)
                    : Step.until(
                            ON_ITS_WAY_FOR_AT_MOST,
                            seen.in(new Draining(in.since())).on(connection));
        }
        return mayConnect(state.phase()) || state.phase() instanceof Linking
                ? Step.until(
                        ON_ITS_WAY_FOR_AT_MOST,
                        state.in(new Draining(at))
                                .on(connection)
                                .with(state.history().loggedIn(at)))
                : Step.to(state);
    }

    /** Also after a refusal: the bridge may have connected it although it did not say so in time. */
    private static boolean mayConnect(Phase phase) {
        return phase instanceof Connecting || phase instanceof Taking || phase instanceof BackingOff;
    }
}
