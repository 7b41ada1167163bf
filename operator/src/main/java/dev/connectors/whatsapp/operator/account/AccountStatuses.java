package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.api.AccountPhase;
import dev.connectors.whatsapp.operator.api.Condition;
import dev.connectors.whatsapp.operator.api.ConditionStatus;
import dev.connectors.whatsapp.operator.api.ConditionType;
import dev.connectors.whatsapp.operator.api.Conditions;
import dev.connectors.whatsapp.operator.api.DeletionPolicy;
import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountStatus;
import dev.connectors.whatsapp.operator.connector.AccountReport;
import dev.connectors.whatsapp.operator.planner.Placement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From plan and report to the status of an account. */
public final class AccountStatuses {
    /** A8: after this time without a sign from WhatsApp an account counts as degraded. */
    static final Duration SEEN_LATELY = Duration.ofSeconds(60);

    private static final Set<AccountPhase> TRYING = Set.of(AccountPhase.CONNECTING, AccountPhase.DEGRADED);

    private final Clock clock;
    private final Function<WhatsAppAccount, Optional<String>> proxyProblem;

    /**
     * For accounts of one namespace.
     *
     * @param proxyProblem says what is wrong with the credentials that an account's proxy wants, if anything is
     */
    public AccountStatuses(Clock clock, Function<WhatsAppAccount, Optional<String>> proxyProblem) {
        this.clock = clock;
        this.proxyProblem = proxyProblem;
    }

    /**
     * How the account is.
     *
     * @param account as the API server has it, with the status so far
     */
    public WhatsAppAccountStatus next(WhatsAppAccount account, Placement placement, Observation observation) {
        var before = Optional.ofNullable(account.getStatus()).orElseGet(AccountStatuses::none);
        return switch (placement) {
            case Placement.Leaving leaving -> elsewhere(account, before, leaving(account));
            case Placement.Unplaced(var reason, var message) ->
                elsewhere(account, before, Finding.unscheduled(AccountPhase.PENDING, reason, message));
            case Placement.Assigned(var shard) -> assigned(account, before, shard.name(), observation);
        };
    }

    private static Finding leaving(WhatsAppAccount account) {
        var message = account.getSpec().deletionPolicy() == DeletionPolicy.LOGOUT_AND_DELETE
                ? "waits until the connector has logged out and deleted the session, or until the shard and its volume"
                        + " are gone"
                : "is being disconnected; the session is kept";
        return Finding.unscheduled(AccountPhase.DELETING, Reason.DELETING, message);
    }

    /** The last shard stays in the status of an account that has none: its session may lie there. */
    private WhatsAppAccountStatus elsewhere(WhatsAppAccount account, WhatsAppAccountStatus before, Finding finding) {
        return status(account, before, finding, before.shard(), null, null, before.lastSeenTime());
    }

    private WhatsAppAccountStatus assigned(
            WhatsAppAccount account, WhatsAppAccountStatus before, String shard, Observation observation) {
        var diagnosis = new Diagnosis(account.getSpec(), shard, proxyProblem.apply(account));
        var report = report(account, observation);
        var pod = observation instanceof Observation.Answered answered ? answered.pod() : before.pod();
        if (observation.isStale() && wasReported(before, shard, report)) {
            return status(account, before, diagnosis.unreachable(), shard, pod, null, lastSeen(before, report));
        }
        if (report.isPresent()) {
            var finding = diagnosis.reported(report.get(), isSeen(before, report.get()));
            return status(
                    account,
                    before,
                    finding,
                    shard,
                    pod,
                    finding.phase() == AccountPhase.CONNECTED
                            ? seconds(report.get().connectedSince())
                            : null,
                    finding.phase() == AccountPhase.CONNECTED ? null : lastSeen(before, report));
        }
        if (observation instanceof Observation.Silent && wasReported(before, shard, report)) {
            // A new operator has not heard the connector yet: what its predecessor heard is not wrong for that.
            return before;
        }
        return status(account, before, diagnosis.notReported(), shard, null, null, before.lastSeenTime());
    }

    private static Optional<AccountReport> report(WhatsAppAccount account, Observation observation) {
        return switch (observation) {
            case Observation.Silent s -> Optional.empty();
            case Observation.Answered answered ->
                answered.account()
                        .filter(report ->
                                report.uid().equals(account.getMetadata().getUid()));
        };
    }

    /** Whether there was something known that is not known any longer. */
    private static boolean wasReported(WhatsAppAccountStatus before, String shard, Optional<AccountReport> report) {
        return report.isPresent()
                || (shard.equals(before.shard())
                        && before.phase() != null
                        && before.phase() != AccountPhase.PENDING
                        && before.phase() != AccountPhase.SCHEDULED);
    }

    private boolean isSeen(WhatsAppAccountStatus before, AccountReport report) {
        var lastSign = Optional.ofNullable(report.lastSeenAt())
                .or(() -> Conditions.find(before.conditions(), ConditionType.CONNECTED)
                        .filter(condition -> condition.status() == ConditionStatus.FALSE)
                        .filter(condition -> before.phase() != null && TRYING.contains(before.phase()))
                        .map(Condition::lastTransitionTime));
        return lastSign.map(at -> at.plus(SEEN_LATELY).isAfter(clock.instant())).orElse(true);
    }

    private static @Nullable Instant lastSeen(WhatsAppAccountStatus before, Optional<AccountReport> report) {
        return report.map(AccountReport::lastSeenAt)
                .map(AccountStatuses::seconds)
                .orElse(before.lastSeenTime());
    }

    private WhatsAppAccountStatus status(
            WhatsAppAccount account,
            WhatsAppAccountStatus before,
            Finding finding,
            @Nullable String shard,
            @Nullable String pod,
            @Nullable Instant connectedSince,
            @Nullable Instant lastSeen) {
        long generation = account.getMetadata().getGeneration();
        return new WhatsAppAccountStatus(
                finding.phase(),
                finding.message(),
                shard,
                pod,
                PhoneMask.of(account.getSpec().phoneNumber()),
                connectedSince,
                lastSeen,
                generation,
                conditions(before.conditions(), finding, generation));
    }

    private List<Condition> conditions(List<Condition> before, Finding finding, long generation) {
        var now = clock.instant();
        return finding.verdicts().entrySet().stream()
                .map(entry -> {
                    var verdict = entry.getValue();
                    return Conditions.next(
                            before,
                            entry.getKey(),
                            verdict.status(),
                            verdict.reason(),
                            verdict.message(),
                            generation,
                            now);
                })
                .toList();
    }

    /** Kubernetes writes whole seconds. */
    private static @Nullable Instant seconds(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS);
    }

    private static WhatsAppAccountStatus none() {
        return new WhatsAppAccountStatus(null, null, null, null, null, null, null, null, List.of());
    }
}
