package dev.connectors.whatsapp.connector.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.account.AccountState;
import dev.connectors.whatsapp.connector.account.AccountStatus;
import dev.connectors.whatsapp.connector.bridge.BridgeEvents;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.firestore.FirestoreProbe;
import dev.connectors.whatsapp.connector.lease.Holdings;
import dev.connectors.whatsapp.connector.lease.PodLease;
import dev.connectors.whatsapp.connector.outbox.OutboxWorker;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Liveness, readiness and the state of the accounts. */
@RestController
class HealthController {
    private final AccountRegistry accounts;
    private final BridgeEvents bridge;
    private final FirestoreProbe firestore;
    private final PodLease lease;
    private final Holdings holdings;
    private final OutboxWorker worker;
    private final VolumeCheck volume;
    private final DeafSessions deaf;
    private final Clock clock;

    HealthController(
            AccountRegistry accounts,
            BridgeEvents bridge,
            FirestoreProbe firestore,
            PodLease lease,
            Holdings holdings,
            OutboxWorker worker,
            VolumeCheck volume,
            DeafSessions deaf,
            Clock clock) {
        this.accounts = accounts;
        this.bridge = bridge;
        this.firestore = firestore;
        this.lease = lease;
        this.holdings = holdings;
        this.worker = worker;
        this.volume = volume;
        this.deaf = deaf;
        this.clock = clock;
    }

    record Alive(String status, Instant timestamp) {}

    /** The process lives and answers. */
    @GetMapping("/healthz")
    Alive alive() {
        return new Alive("ok", clock.instant());
    }

    /** @param problems what to do about those checks that can say it */
    record Ready(
            String status,
            Map<String, Boolean> checks,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> problems) {}

    /** Everything that sending and receiving takes is there. */
    @GetMapping("/readyz")
    ResponseEntity<Ready> ready() {
        var checks = new LinkedHashMap<String, Boolean>();
        checks.put("firestore", firestore.isReachable());
        checks.put("bridge", bridge.isReachable());
        checks.put("lease", lease.isHeld());
        checks.put("worker", worker.isRunning());
        var problems = volume.problems();
        checks.put("sessionsWritable", problems.isEmpty());
        var ready = !checks.containsValue(false);
        return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(new Ready(ready ? "ready" : "not_ready", checks, problems));
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record AccountHealth(
            String accountId,
            String name,
            Optional<String> phone,
            String status,
            Optional<String> reason,
            Optional<Instant> lastSeenAt,
            int reconnectCount,
            int reconnectAttempts) {

        static AccountHealth of(AccountState state) {
            return new AccountHealth(
                    state.account().id().value(),
                    state.account().name(),
                    state.account().phone().map(PhoneNumber::masked),
                    state.status().field(),
                    state.reason(),
                    state.lastSeenAt(),
                    state.reconnectCount(),
                    state.reconnectAttempts());
        }
    }

    record Health(
            boolean ok,
            String status,
            @JsonProperty("accounts_total") int accountsTotal,
            @JsonProperty("accounts_left_out") List<String> accountsLeftOut,
            int connected,
            @JsonProperty("needs_qr") int needsQr,
            @JsonProperty("sessions_dir_writable") boolean sessionsDirWritable,
            @JsonProperty("deaf_sessions") long deafSessions,
            List<AccountHealth> accounts) {}

    /**
     * With {@code deaf_sessions}, how often a connection was closed because nothing was heard on it any more.
     *
     * <p>Not ok when nothing can work: sessions cannot be written, the bridge is gone, there is no lease, or of the accounts
     * that this connector holds and that need no QR not one is connected.
     */
    @GetMapping("/health")
    ResponseEntity<Health> health() {
        var all = accounts.all();
        var connected = count(all, state -> state.status() == AccountStatus.CONNECTED);
        var needsQr = count(all, AccountState::needsQr);
        var writable = volume.problems().isEmpty();
        var lacking = count(all, state -> holdings.holds(state.account().id()) && !state.needsQr());
        var ok = writable && bridge.isReachable() && lease.isHeld() && (connected > 0 || lacking == 0);
        var body = new Health(
                ok,
                ok ? "healthy" : "unhealthy",
                all.size(),
                accounts.leftOut().stream().map(AccountId::value).toList(),
                connected,
                needsQr,
                writable,
                deaf.count(),
                all.stream().map(AccountHealth::of).toList());
        return ResponseEntity.status(ok ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(body);
    }

    private static int count(List<AccountState> all, Predicate<AccountState> which) {
        return (int) all.stream().filter(which).count();
    }
}
