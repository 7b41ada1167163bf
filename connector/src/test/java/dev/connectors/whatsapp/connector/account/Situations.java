package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.Happening.Refusal;
import dev.connectors.whatsapp.connector.bridge.Proxy;
import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** An account in every phase, and everything that can happen to it. */
final class Situations {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    /** The connection that the account has in each of its phases. */
    static final long CONNECTION = 7;

    static final List<Integer> CODES = List.of(0, 401, 402, 403, 405, 406, 408, 411, 428, 440, 463, 500, 503, 515, 999);

    private static final ProxySetting PROXY = new ProxySetting(Proxy.Protocol.HTTP, "proxy", 3128, false);

    private Situations() {}

    static Account account(DesiredState desired) {
        return account(desired, Optional.empty());
    }

    private static Account account(DesiredState desired, Optional<ProxySetting> proxy) {
        return new Account(
                new AccountId("sales"),
                Optional.empty(),
                "Sales",
                Optional.empty(),
                desired,
                OptionalInt.empty(),
                proxy,
                Pairing.QR_CODE);
    }

    static AccountState in(Phase phase) {
        var desired = phase instanceof Phase.Off ? DesiredState.PAUSED : DesiredState.CONNECTED;
        return AccountState.initial(account(desired)).in(phase).on(CONNECTION);
    }

    /** One account in each phase, in the order of the diagram. */
    static List<AccountState> everyPhase() {
        var phases = List.of(
                new Phase.Listed(false),
                new Phase.Waiting("no lease"),
                new Phase.Taking(Optional.empty()),
                new Phase.Connecting(),
                new Phase.Linking(),
                new Phase.Draining(NOON),
                new Phase.Online(NOON),
                new Phase.Renewing("no answer"),
                new Phase.BackingOff("timed out"),
                new Phase.Replaced("replaced"),
                new Phase.Banned("banned"),
                new Phase.Stopped("locked"),
                new Phase.Unreadable("a key cannot be read"),
                new Phase.Off("paused"));
        if (phases.size() != leaves(Phase.class).size()) {
            throw new IllegalStateException("a phase is missing: there are " + leaves(Phase.class));
        }
        return phases.stream().map(Situations::in).toList();
    }

    /** All that can happen to that account, with every choice that makes a difference. */
    static List<Happening> everyHappening(AccountState state) {
        var all = new ArrayList<Happening>(List.of(
                new Happening.Change(account(DesiredState.CONNECTED)),
                new Happening.Change(account(DesiredState.CONNECTED, Optional.of(PROXY))),
                new Happening.Change(account(DesiredState.PAUSED)),
                new Happening.Change(account(DesiredState.LOGGED_OUT)),
                new Happening.Turn(Duration.ZERO),
                new Happening.Turn(Duration.ofSeconds(3)),
                new Happening.LeaseHeld(),
                new Happening.LeaseLost(),
                new Happening.BridgeReached(true),
                new Happening.BridgeReached(false),
                new Happening.BridgeLost(),
                new Happening.Woken(state.ticket()),
                new Happening.Taken(Optional.of(NOON)),
                new Happening.NotTaken("held by connector b", Duration.ofSeconds(9)),
                new Happening.NoDocument(),
                new Happening.NoLease(),
                new Happening.Asked(CONNECTION),
                new Happening.CloseAnswered(),
                new Happening.Renewal("no acknowledgement"),
                new Happening.Restriction(Optional.of(NOON)),
                new Happening.Seen(NOON.plusSeconds(5)),
                new Happening.LinkOffered(CONNECTION),
                new Happening.Opened(CONNECTION, NOON),
                new Happening.Opened(CONNECTION + 1, NOON),
                new Happening.Drained(CONNECTION),
                new Happening.SessionUnreadable(CONNECTION, "a key cannot be read")));
        Arrays.stream(Refusal.values())
                .map(refusal -> new Happening.Refused(refusal, "refused"))
                .forEach(all::add);
        CODES.forEach(code -> all.add(closed(code, Optional.empty())));
        all.add(closed(402, Optional.of(NOON.plusSeconds(3_600))));
        var kinds = all.stream().map(Happening::getClass).distinct().count();
        if (kinds != leaves(Happening.class).size()) {
            throw new IllegalStateException("something that can happen is missing: " + leaves(Happening.class));
        }
        return all;
    }

    static Happening.Closed closed(int code, Optional<Instant> retryAfter) {
        return new Happening.Closed(CONNECTION, code, "as the bridge says", true, retryAfter, NOON.plusSeconds(60));
    }

    /** The account's states one after the other while these things happen, without the first. */
    static List<AccountState> story(Supervision supervision, AccountState first, Happening... happenings) {
        var states = new ArrayList<AccountState>();
        var state = first;
        for (var happening : happenings) {
            state = supervision.after(state, happening).state();
            states.add(state);
        }
        return states;
    }

    /** How often the same thing happens, and the account goes on from there. */
    static AccountState repeated(int times, AccountState first, UnaryOperator<AccountState> change) {
        return IntStream.range(0, times).boxed().reduce(first, (state, i) -> change.apply(state), (a, b) -> b);
    }

    static String name(Phase phase) {
        return phase.getClass().getSimpleName();
    }

    private static List<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(each -> leaves(each).stream())
                        .distinct()
                        .toList()
                : List.of(type);
    }
}
