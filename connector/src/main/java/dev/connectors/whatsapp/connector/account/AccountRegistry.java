package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.lease.Holdings;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** How each account of this connector is at this moment; the one place that knows. */
@Component
public final class AccountRegistry {
    private final Map<AccountId, AccountState> states = new ConcurrentHashMap<>();
    private final Holdings holdings;

    private volatile List<AccountId> leftOut = List.of();

    public AccountRegistry(Holdings holdings) {
        this.holdings = holdings;
    }

    /** Every account, ordered by id. */
    public List<AccountState> all() {
        return states.values().stream()
                .sorted(Comparator.comparing(state -> state.account().id()))
                .toList();
    }

    /** Accounts that are this connector's as well and that it has no room for. */
    public List<AccountId> leftOut() {
        return leftOut;
    }

    /** Notes them; says whether they are others than before. */
    boolean leaveOut(List<AccountId> accounts) {
        var before = leftOut;
        leftOut = List.copyOf(accounts);
        return !before.equals(leftOut);
    }

    public Optional<AccountState> find(AccountId id) {
        return Optional.ofNullable(states.get(id));
    }

    /** Whether the account is here and connected. */
    public boolean isConnected(AccountId id) {
        return find(id).map(AccountState::status).equals(Optional.of(AccountStatus.CONNECTED));
    }

    /** Whether the account is here and may be given messages to send. */
    public boolean canSend(AccountId id) {
        return find(id).filter(this::canSend).isPresent();
    }

    /** Those that may be given messages to send. */
    public Set<AccountId> canSend() {
        return states.values().stream()
                .filter(this::canSend)
                .map(state -> state.account().id())
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean canSend(AccountState state) {
        return state.canSend() && holdings.holds(state.account().id());
    }

    /** Notes that the account may not begin conversations before then; a later end that is known stays. */
    public void restrict(AccountId id, Instant until) {
        update(id, state -> state.with(state.history().restrictedAtLeast(until)));
    }

    /** Until when the account may not begin conversations; empty when it may. */
    public Optional<Instant> restrictedUntil(AccountId id, Instant now) {
        return find(id).flatMap(AccountState::restrictedUntil).filter(now::isBefore);
    }

    /** An account that is here already stays as it is. */
    void add(Account account) {
        states.putIfAbsent(account.id(), AccountState.initial(account));
    }

    void remove(AccountId id) {
        states.remove(id);
    }

    /**
     * Changes the state of an account, if it is (still) this connector's.
     *
     * @param change is applied once, alone, and must not wait for anything
     */
    void update(AccountId id, UnaryOperator<AccountState> change) {
        states.computeIfPresent(id, (same, state) -> change.apply(state));
    }
}
