package dev.connectors.whatsapp.connector.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.account.AccountStatus;
import dev.connectors.whatsapp.connector.account.AccountView;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.config.SessionsFolder;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.history.History;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Gatherers;
import org.springframework.boot.info.BuildProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** All accounts at a glance, whichever connector has them, and how the connector is that answers. */
@RestController
class DashboardController {
    /** However often it is asked, Firestore is asked no more often than this. */
    private static final Duration GOOD_FOR = Duration.ofSeconds(2);
    /** Each account's latest message is a query of its own. */
    private static final int QUERIES_AT_ONCE = 16;

    private final AccountRegistry here;
    private final SessionsFolder sessions;
    private final Settings settings;
    private final BuildProperties build;
    private final Clock clock;
    private final Instant startedAt;
    private final LoadingCache<String, List<Account>> latest;

    DashboardController(
            AccountRegistry here,
            AccountRepository accounts,
            History history,
            SessionsFolder sessions,
            Settings settings,
            BuildProperties build,
            Clock clock) {
        this.here = here;
        this.sessions = sessions;
        this.settings = settings;
        this.build = build;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.latest = Caffeine.newBuilder().expireAfterWrite(GOOD_FOR).build(key -> read(accounts, history));
    }

    record Dashboard(Instant timestamp, Service service, Storage storage, List<Account> accounts, Summary summary) {}

    /** @param uptime in seconds */
    record Service(String status, long uptime, String version) {}

    /** @param totalAccounts whose sessions belong there */
    record Storage(String path, boolean writable, int totalAccounts) {}

    /**
     * @param phone masked
     * @param lastEventAt when its status last changed
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Account(
            String accountId,
            Optional<String> phone,
            String status,
            Optional<Instant> lastEventAt,
            Optional<Instant> lastMessageAt,
            Optional<Instant> lastSeen,
            long reconnectCount,
            long reconnectAttempts,
            boolean needsQR) {

        static Account of(AccountView account, Optional<Instant> lastMessageAt) {
            return new Account(
                    account.id().value(),
                    account.phone().map(PhoneNumber::masked),
                    account.status(),
                    account.lastEventAt(),
                    lastMessageAt,
                    account.lastSeenAt(),
                    account.reconnectCount(),
                    account.reconnectAttempts(),
                    account.needsQr());
        }

        private boolean is(AccountStatus other) {
            return status.equals(other.field());
        }
    }

    /** Each account is counted once: one that needs a QR counts as nothing else. */
    record Summary(
            long connected,
            long connecting,
            long disconnected,
            @JsonProperty("needs_qr") long needsQr,
            int total) {

        static Summary of(List<Account> accounts) {
            var waiting = count(accounts, Account::needsQR);
            var connected = count(accounts, account -> !account.needsQR() && account.is(AccountStatus.CONNECTED));
            var connecting = count(accounts, account -> !account.needsQR() && account.is(AccountStatus.CONNECTING));
            return new Summary(
                    connected,
                    connecting,
                    accounts.size() - waiting - connected - connecting,
                    waiting,
                    accounts.size());
        }

        private static long count(List<Account> accounts, Predicate<Account> which) {
            return accounts.stream().filter(which).count();
        }
    }

    @GetMapping("/api/status/dashboard")
    Dashboard dashboard() {
        var accounts = latest.get("");
        var now = clock.instant();
        var writable = sessions.isWritable();
        return new Dashboard(
                now,
                new Service(
                        writable ? "healthy" : "unhealthy",
                        Duration.between(startedAt, now).toSeconds(),
                        String.valueOf(build.getVersion())),
                new Storage(
                        settings.sessions().path().toAbsolutePath().toString(),
                        writable,
                        here.all().size()),
                accounts,
                Summary.of(accounts));
    }

    private static List<Account> read(AccountRepository accounts, History history) {
        return accounts.all().stream()
                .gather(Gatherers.mapConcurrent(
                        QUERIES_AT_ONCE, account -> Account.of(account, history.lastMessageAt(account.id()))))
                .toList();
    }
}
