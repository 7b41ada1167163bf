package dev.connectors.whatsapp.operator.connector;

import java.util.Optional;

/**
 * What is known of a shard from asking its connector.
 *
 * @param pod which is asked; empty while the shard has none
 * @param report its last answer; empty if this pod has not answered yet
 * @param misses questions in a row since then without an answer
 * @param answers answers so far of this pod
 */
public record Heard(Optional<String> pod, Optional<ConnectorReport> report, int misses, long answers) {
    /** After so many questions in a row without an answer nothing is known any longer. */
    public static final int MISSES_UNTIL_UNKNOWN = 3;

    static Heard nothing(Optional<String> pod) {
        return new Heard(pod, Optional.empty(), 0, 0);
    }

    public boolean isStale() {
        return misses >= MISSES_UNTIL_UNKNOWN;
    }

    Heard answered(ConnectorReport next) {
        return new Heard(pod, Optional.of(next), 0, answers + 1);
    }

    Heard missed() {
        return new Heard(pod, report, Math.min(misses, Integer.MAX_VALUE - 1) + 1, answers);
    }

    /** Whether somebody who acted on the other one would act otherwise on this one. */
    boolean tellsMoreThan(Heard other) {
        return isStale() != other.isStale() || !report.map(Heard::essence).equals(other.report.map(Heard::essence));
    }

    /** A report without what moves all the time and changes nothing. */
    private static ConnectorReport essence(ConnectorReport report) {
        return new ConnectorReport(
                report.shard(),
                report.accounts().stream().map(Heard::essence).toList(),
                report.sessions(),
                report.acknowledged());
    }

    private static AccountReport essence(AccountReport account) {
        return new AccountReport(
                account.accountId(),
                account.uid(),
                account.status(),
                account.paired(),
                account.reason(),
                account.connectedSince(),
                account.status() == AccountReport.Status.CONNECTED ? null : account.lastSeenAt(),
                0);
    }
}
