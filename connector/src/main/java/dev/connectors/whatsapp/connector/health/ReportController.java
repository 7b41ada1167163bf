package dev.connectors.whatsapp.connector.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.connectors.whatsapp.connector.account.AccountList.Tombstone;
import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.account.AccountState;
import dev.connectors.whatsapp.connector.account.AccountStatus;
import dev.connectors.whatsapp.connector.account.SessionRemovals;
import dev.connectors.whatsapp.connector.bridge.BridgeClient;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import dev.connectors.whatsapp.connector.bridge.BridgeSession;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.config.Settings.FleetSettings;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the operator how this shard's accounts are, and whose sessions lie on its volume. */
@RestController
class ReportController {
    private final Settings settings;
    private final AccountRegistry accounts;
    private final SessionRemovals removals;
    private final BridgeClient bridge;

    ReportController(Settings settings, AccountRegistry accounts, SessionRemovals removals, BridgeClient bridge) {
        this.settings = settings;
        this.accounts = accounts;
        this.removals = removals;
        this.bridge = bridge;
    }

    /**
     * What the operator reads.
     *
     * @param sessions accounts whose session lies on the volume, readable or not; absent when the bridge does not say
     * @param tombstones those whose session is gone
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Report(
            String shard,
            List<AccountReport> accounts,
            Optional<List<String>> sessions,
            List<TombstoneReport> tombstones) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record AccountReport(
            String accountId,
            Optional<String> uid,
            String status,
            boolean paired,
            boolean needsQr,
            Optional<String> reason,
            Optional<Instant> connectedSince,
            Optional<Instant> lastSeenAt,
            int reconnectAttempts) {

        static AccountReport of(AccountState state, boolean paired) {
            return new AccountReport(
                    state.account().id().value(),
                    state.account().uid(),
                    state.status().field(),
                    paired,
                    state.needsQr(),
                    state.reason(),
                    state.connectedSince(),
                    state.lastSeenAt(),
                    state.reconnectAttempts());
        }
    }

    record TombstoneReport(String accountId, String uid) {
        static TombstoneReport of(Tombstone tombstone) {
            return new TombstoneReport(tombstone.id().value(), tombstone.uid());
        }
    }

    @GetMapping("/internal/accounts")
    Report report() {
        var sessions = pairedSessions();
        return new Report(
                settings.fleet().map(FleetSettings::shard).orElse(settings.workerId()),
                accounts.all().stream()
                        .map(state -> AccountReport.of(
                                state,
                                sessions.map(ids -> ids.contains(state.account().id()))
                                        .orElse(false)))
                        .toList(),
                sessions.map(this::onVolume),
                removals.done().stream()
                        .map(TombstoneReport::of)
                        .sorted(Comparator.comparing(TombstoneReport::accountId))
                        .toList());
    }

    /** What cannot be read is there all the same: the volume must not be taken for one without it. */
    private List<String> onVolume(Set<AccountId> paired) {
        var unreadable = accounts.all().stream()
                .filter(state -> state.status() == AccountStatus.SESSION_UNREADABLE)
                .map(state -> state.account().id());
        return Stream.concat(paired.stream(), unreadable)
                .map(AccountId::value)
                .distinct()
                .sorted()
                .toList();
    }

    private Optional<Set<AccountId>> pairedSessions() {
        try {
            return Optional.of(bridge.sessions().stream()
                    .filter(BridgeSession::paired)
                    .map(BridgeSession::account)
                    .collect(Collectors.toSet()));
        } catch (BridgeException bridgeIsNotThere) {
            // Said by leaving the field out: the operator must not take it for an empty volume.
            return Optional.empty();
        }
    }
}
