package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.api.AccountPhase;
import dev.connectors.whatsapp.operator.api.Condition;
import dev.connectors.whatsapp.operator.api.ConditionStatus;
import dev.connectors.whatsapp.operator.api.ConditionType;
import dev.connectors.whatsapp.operator.api.Conditions;
import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountStatus;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.AccountReport;
import dev.connectors.whatsapp.operator.planner.Placement;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("A1")
@Tag("A8")
class AccountStatusesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Placement ASSIGNED = new Placement.Assigned(new ShardId("default", 0));

    @ParameterizedTest
    @CsvSource({
        "DISCONNECTED, true,  DEGRADED,  TTFF",
        "DISCONNECTED, false, DEGRADED,  TFFF",
        "CONNECTED,    true,  CONNECTED, TTTF"
    })
    void anAccountWhoseProxyLacksItsCredentialsIsNotReadyUntilTheyAreThere(
            AccountReport.Status reported, boolean paired, AccountPhase phase, String conditions) {
        var problem = "the proxy's credentials are missing: there is no Secret proxy-login in the namespace whatsapp";
        var account = account("state: Connected");
        var observation = answered(report(reported, paired, NOW), 0);

        var status = new AccountStatuses(Clock.fixed(NOW, ZoneOffset.UTC), any -> Optional.of(problem))
                .next(account, ASSIGNED, observation);
        account.setStatus(status);
        var later = at(NOW).next(account, ASSIGNED, observation);

        assertThat(status.phase()).isEqualTo(phase);
        assertThat(letters(status)).isEqualTo(conditions);
        assertThat(condition(status, ConditionType.READY).reason().word()).isEqualTo("ProxyCredentialsMissing");
        assertThat(condition(status, ConditionType.READY).message()).isEqualTo(problem);
        assertThat(later.conditions()).extracting(Condition::reason).doesNotContain(Reason.PROXY_CREDENTIALS_MISSING);
    }

    /** Conditions as Scheduled, Paired, Connected, Ready: T, F or U each. */
    @ParameterizedTest(name = "{0}, {1} paired={2} seen {3} s ago: {4}")
    @CsvSource(textBlock = """
                    Connected, CONNECTED,    true,  1,   CONNECTED,     TTTT, AsWanted
                    Connected, CONNECTED,    true,  300, CONNECTED,     TTTT, AsWanted
                    Connected, CONNECTING,   true,  59,  CONNECTING,    TTFF, Connecting
                    Connected, CONNECTING,   true,  61,  DEGRADED,      TTFF, NotSeen
                    Connected, CONNECTING,   false, ,    CONNECTING,    TFFF, Connecting
                    Connected, CONNECTING,   true,  ,    CONNECTING,    TTFF, Connecting
                    Connected, QR_READY,     false, ,    NEEDS_PAIRING, TFFF, NeedsPairing
                    Connected, DISCONNECTED, false, ,    NEEDS_PAIRING, TFFF, NeedsPairing
                    Connected, DISCONNECTED, true,  5,   CONNECTING,    TTFF, Connecting
                    Connected, DISCONNECTED, true,  90,  DEGRADED,      TTFF, NotSeen
                    Connected, DISCONNECTED, ,      5,   CONNECTING,    TUFF, Connecting
                    Connected, DISCONNECTED, ,      90,  DEGRADED,      TUFF, NotSeen
                    Connected, SESSION_UNREADABLE, false, 9, DEGRADED,  TUFF, SessionUnreadable
                    Paused,    SESSION_UNREADABLE, false, 9, PAUSED,    TFFT, AsWanted
                    LoggedOut, DISCONNECTED, ,      9,   LOGGED_OUT,    TUFF, LoggingOut
                    Paused,    DISCONNECTED, true,  90,  PAUSED,        TTFT, AsWanted
                    Paused,    DISCONNECTED, false, ,    PAUSED,        TFFT, AsWanted
                    Paused,    CONNECTED,    true,  1,   CONNECTED,     TTTF, Disconnected
                    Paused,    CONNECTING,   true,  1,   PAUSED,        TTFF, Disconnected
                    LoggedOut, DISCONNECTED, false, ,    LOGGED_OUT,    TFFT, AsWanted
                    LoggedOut, DISCONNECTED, true,  9,   LOGGED_OUT,    TTFF, LoggingOut
                    LoggedOut, CONNECTED,    true,  1,   CONNECTED,     TTTF, LoggingOut
                    """)
    void aReportGivesAStatus(
            String wanted,
            AccountReport.Status reported,
            @Nullable Boolean paired,
            @Nullable Long seenSecondsAgo,
            AccountPhase phase,
            String conditions,
            String readyReason) {
        var account = account("state: " + wanted);
        var seen = seenSecondsAgo == null ? null : NOW.minusSeconds(seenSecondsAgo);

        var status = at(NOW).next(account, ASSIGNED, answered(report(reported, paired, seen), 0));

        assertThat(status.phase()).isEqualTo(phase);
        assertThat(letters(status)).isEqualTo(conditions);
        assertThat(condition(status, ConditionType.READY).reason().word()).isEqualTo(readyReason);
        assertThat(status.shard()).isEqualTo("whatsapp-default-0");
        assertThat(status.pod()).isEqualTo("pod-0");
        assertThat(status.phone()).isEqualTo("+407****78");
        assertThat(status.observedGeneration()).isEqualTo(7);
    }

    @Test
    void anAccountThatNoShardCanRunIsPendingAndSaysWhatToDo() {
        var unplaced = new Placement.Unplaced(Reason.POOL_FULL, "raise spec.shards.max");

        var status = at(NOW).next(account(""), unplaced, new Observation.Silent(0));

        assertThat(status.phase()).isEqualTo(AccountPhase.PENDING);
        assertThat(status.message()).isEqualTo("raise spec.shards.max");
        assertThat(letters(status)).isEqualTo("FUFF");
        assertThat(condition(status, ConditionType.SCHEDULED).reason()).isEqualTo(Reason.POOL_FULL);
        assertThat(status.shard()).isNull();
    }

    @Test
    void anAccountThatLostItsShardRemembersWhereItsSessionMayLie() {
        var account = connected();
        var unplaced = new Placement.Unplaced(Reason.PHONE_NUMBER_IN_USE, "change it");

        var status = at(NOW).next(account, unplaced, new Observation.Silent(0));

        assertThat(status.phase()).isEqualTo(AccountPhase.PENDING);
        assertThat(status.shard()).isEqualTo("whatsapp-default-0");
        assertThat(status.connectedSince()).isNull();
    }

    @Test
    void anAccountIsScheduledUntilItsConnectorHasReportedOnIt() {
        var silent = at(NOW).next(account(""), ASSIGNED, new Observation.Silent(9));
        var listNotYetRead = at(NOW).next(account(""), ASSIGNED, new Observation.Answered("p", Optional.empty(), 0));

        assertThat(silent.phase()).isEqualTo(AccountPhase.SCHEDULED);
        assertThat(letters(silent)).isEqualTo("TUUU");
        assertThat(condition(silent, ConditionType.READY).reason()).isEqualTo(Reason.CONNECTOR_STARTING);
        assertThat(listNotYetRead.phase()).isEqualTo(AccountPhase.SCHEDULED);
    }

    @Test
    void whatIsReportedOfAFormerAccountWithTheIdIsNotTakenForThisOne() {
        var stranger = new AccountReport(
                new AccountId("sales"), "another-uid", AccountReport.Status.CONNECTED, true, null, NOW, NOW, 0);

        var status = at(NOW).next(account(""), ASSIGNED, answered(stranger, 0));

        assertThat(status.phase()).isEqualTo(AccountPhase.SCHEDULED);
    }

    @ParameterizedTest
    @CsvSource({"0, CONNECTED", "1, CONNECTED", "2, CONNECTED", "3, UNKNOWN", "40, UNKNOWN"})
    void afterThreeMissesNothingIsKnown(int misses, AccountPhase phase) {
        var report = report(AccountReport.Status.CONNECTED, true, NOW.minusSeconds(5));

        var status = at(NOW).next(connected(), ASSIGNED, answered(report, misses));

        assertThat(status.phase()).isEqualTo(phase);
        assertThat(letters(status)).isEqualTo(phase == AccountPhase.UNKNOWN ? "TUUU" : "TTTT");
        assertThat(status.shard()).isEqualTo("whatsapp-default-0");
    }

    @ParameterizedTest
    @CsvSource({"0, CONNECTED", "2, CONNECTED", "3, UNKNOWN"})
    void aNewOperatorGoesByWhatItsPredecessorHeardUntilThreeMisses(int misses, AccountPhase phase) {
        var status = at(NOW).next(connected(), ASSIGNED, new Observation.Silent(misses));

        assertThat(status.phase()).isEqualTo(phase);
    }

    @Test
    void aConnectedAccountIsSilent() {
        var before = connected();
        var later = NOW.plus(Duration.ofHours(3));
        var report = report(AccountReport.Status.CONNECTED, true, later.minusSeconds(1));

        var status = at(later).next(before, ASSIGNED, answered(report, 0));

        assertThat(status).isEqualTo(before.getStatus());
    }

    @Test
    void theTimeOfAConditionMovesOnlyWithItsStatus() {
        var account = connected();
        var lost = report(AccountReport.Status.DISCONNECTED, true, NOW);

        var atOnce = at(NOW.plusSeconds(10)).next(account, ASSIGNED, answered(lost, 0));
        account.setStatus(atOnce);
        var later = at(NOW.plusSeconds(90)).next(account, ASSIGNED, answered(lost, 0));

        assertThat(condition(atOnce, ConditionType.CONNECTED).lastTransitionTime())
                .isEqualTo(NOW.plusSeconds(10));
        assertThat(condition(atOnce, ConditionType.PAIRED).lastTransitionTime()).isEqualTo(NOW);
        assertThat(later.phase()).isEqualTo(AccountPhase.DEGRADED);
        assertThat(condition(later, ConditionType.CONNECTED).reason()).isEqualTo(Reason.NOT_SEEN);
        assertThat(condition(later, ConditionType.CONNECTED).lastTransitionTime())
                .isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void anAccountThatWasNeverSeenIsDegradedAfterAMinuteOfTrying() {
        var account = account("");
        var trying = report(AccountReport.Status.CONNECTING, true, null);
        account.setStatus(at(NOW).next(account, ASSIGNED, answered(trying, 0)));

        var soon = at(NOW.plusSeconds(59)).next(account, ASSIGNED, answered(trying, 0));
        var late = at(NOW.plusSeconds(61)).next(account, ASSIGNED, answered(trying, 0));

        assertThat(soon.phase()).isEqualTo(AccountPhase.CONNECTING);
        assertThat(late.phase()).isEqualTo(AccountPhase.DEGRADED);
    }

    @Test
    void aDeletedAccountSaysWhatItWaitsFor() {
        var account = account("deletionPolicy: LogoutAndDelete");

        var status = at(NOW).next(account, new Placement.Leaving(false), new Observation.Silent(0));

        assertThat(status.phase()).isEqualTo(AccountPhase.DELETING);
        assertThat(status.message()).contains("logged out and deleted the session");
    }

    @Test
    void aStatusSurvivesTheWayThroughTheApiServer() {
        var status = connected().getStatus();

        var back = Serialization.unmarshal(Serialization.asJson(status), WhatsAppAccountStatus.class);

        assertThat(back).isEqualTo(status);
        assertThat(Serialization.asJson(status)).contains("\"lastTransitionTime\":\"2026-11-21T12:00:00Z\"");
    }

    private static AccountStatuses at(Instant now) {
        return new AccountStatuses(Clock.fixed(now, ZoneOffset.UTC), account -> Optional.empty());
    }

    private static WhatsAppAccount account(String more) {
        return Serialization.unmarshal("""
                apiVersion: whatsapp.connectors.dev/v1alpha1
                kind: WhatsAppAccount
                metadata:
                  name: sales
                  uid: uid-1
                  generation: 7
                spec:
                  phoneNumber: "+40712345678"
                  %s
                """.formatted(more), WhatsAppAccount.class);
    }

    /** Connected at {@link #NOW}. */
    private static WhatsAppAccount connected() {
        var account = account("");
        var report = report(AccountReport.Status.CONNECTED, true, NOW);
        account.setStatus(at(NOW).next(account, ASSIGNED, answered(report, 0)));
        return account;
    }

    private static AccountReport report(AccountReport.Status status, @Nullable Boolean paired, @Nullable Instant seen) {
        var since = status == AccountReport.Status.CONNECTED ? NOW : null;
        return new AccountReport(new AccountId("sales"), "uid-1", status, paired, null, since, seen, 0);
    }

    private static Observation answered(AccountReport report, int misses) {
        return new Observation.Answered("pod-0", Optional.of(report), misses);
    }

    private static Condition condition(WhatsAppAccountStatus status, ConditionType type) {
        return Conditions.find(status.conditions(), type).orElseThrow();
    }

    private static String letters(WhatsAppAccountStatus status) {
        return status.conditions().stream()
                .map(Condition::status)
                .map(ConditionStatus::name)
                .map(name -> name.substring(0, 1))
                .collect(Collectors.joining());
    }
}
