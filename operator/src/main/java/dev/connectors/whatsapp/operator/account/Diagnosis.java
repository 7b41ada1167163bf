package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.account.Finding.Verdict;
import dev.connectors.whatsapp.operator.api.AccountPhase;
import dev.connectors.whatsapp.operator.api.ConditionStatus;
import dev.connectors.whatsapp.operator.api.DesiredState;
import dev.connectors.whatsapp.operator.api.Pairing;
import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountSpec;
import dev.connectors.whatsapp.operator.connector.AccountReport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What it means for an account on a shard that its connector tells this or that of it. */
final class Diagnosis {
    private final WhatsAppAccountSpec spec;
    private final String shard;
    private final Optional<String> proxyProblem;

    /** @param proxyProblem what is wrong with the credentials that the account's proxy wants */
    Diagnosis(WhatsAppAccountSpec spec, String shard, Optional<String> proxyProblem) {
        this.spec = spec;
        this.shard = shard;
        this.proxyProblem = proxyProblem;
    }

    /** Its connector has not told anything of it yet. */
    Finding notReported() {
        var starting = new Verdict(
                ConditionStatus.UNKNOWN,
                Reason.CONNECTOR_STARTING,
                "the connector of the shard " + shard + " has not reported on the account yet");
        return finding(
                AccountPhase.SCHEDULED, starting, starting, withoutCredentials().orElse(starting));
    }

    /** Its connector told of it once and does not answer any longer. */
    Finding unreachable() {
        return same(
                AccountPhase.UNKNOWN,
                ConditionStatus.UNKNOWN,
                Reason.CONNECTOR_UNREACHABLE,
                "the connector of the shard " + shard + " does not answer; see the logs of its pod");
    }

    /**
     * Its connector tells of it.
     *
     * @param seen whether WhatsApp was heard lately
     */
    Finding reported(AccountReport report, boolean seen) {
        return switch (spec.state()) {
            case CONNECTED ->
                withoutCredentials()
                        .map(missing -> withoutCredentials(report, missing))
                        .orElseGet(() -> wantedConnected(report, seen));
            case PAUSED -> wantedPaused(report);
            case LOGGED_OUT -> wantedLoggedOut(report);
        };
    }

    private Finding wantedConnected(AccountReport report, boolean seen) {
        return switch (report.status()) {
            case CONNECTED ->
                finding(
                        AccountPhase.CONNECTED,
                        paired(true),
                        yes(Reason.CONNECTED, "connected to WhatsApp"),
                        yes(Reason.AS_WANTED, "connected to WhatsApp"));
            case QR_READY -> needsPairing(report);
            case CONNECTING -> onTheWay(report, seen);
            case SESSION_UNREADABLE -> unreadable(report);
            case DISCONNECTED -> isUnpaired(report) ? needsPairing(report) : onTheWay(report, seen);
        };
    }

    /** A connection that is there stays, but would be the last one. */
    private Finding withoutCredentials(AccountReport report, Verdict missing) {
        return report.status() == AccountReport.Status.CONNECTED
                ? finding(AccountPhase.CONNECTED, paired(true), yes(Reason.CONNECTED, "connected to WhatsApp"), missing)
                : finding(AccountPhase.DEGRADED, paired(report.paired()), missing, missing);
    }

    private Optional<Verdict> withoutCredentials() {
        return proxyProblem
                .filter(problem -> spec.state() == DesiredState.CONNECTED)
                .map(problem -> no(Reason.PROXY_CREDENTIALS_MISSING, problem));
    }

    private Finding needsPairing(AccountReport report) {
        var how = spec.pairing() == Pairing.QR_CODE ? "scan its QR code" : "type its pairing code";
        var message = "link the phone: " + how + " in WhatsApp, under linked devices" + because(report);
        var needed = no(Reason.NEEDS_PAIRING, message);
        return finding(AccountPhase.NEEDS_PAIRING, needed, needed, needed);
    }

    /** Whether a phone is linked is written in what cannot be read. */
    private Finding unreadable(AccountReport report) {
        var message = "the stored session cannot be read and is left as it is: restore the volume, or set spec.state to"
                + " LoggedOut and link the phone anew" + because(report);
        var unknown = new Verdict(ConditionStatus.UNKNOWN, Reason.SESSION_UNREADABLE, message);
        var stopped = no(Reason.SESSION_UNREADABLE, message);
        return finding(AccountPhase.DEGRADED, unknown, stopped, stopped);
    }

    private Finding onTheWay(AccountReport report, boolean seen) {
        if (seen) {
            var connecting = no(Reason.CONNECTING, "connecting to WhatsApp" + because(report));
            return finding(AccountPhase.CONNECTING, paired(report.paired()), connecting, connecting);
        }
        var lost = no(
                Reason.NOT_SEEN, "WhatsApp was not heard for a minute; the connector goes on trying" + because(report));
        return finding(AccountPhase.DEGRADED, paired(report.paired()), lost, lost);
    }

    private Finding wantedPaused(AccountReport report) {
        if (report.status() == AccountReport.Status.DISCONNECTED
                || report.status() == AccountReport.Status.SESSION_UNREADABLE) {
            return finding(
                    AccountPhase.PAUSED,
                    paired(report.paired()),
                    no(Reason.PAUSED, "disconnected, because spec.state is Paused"),
                    yes(Reason.AS_WANTED, "paused; the session is kept"));
        }
        return leaving(report, "disconnecting, because spec.state is Paused", Reason.DISCONNECTED);
    }

    private Finding wantedLoggedOut(AccountReport report) {
        if (report.status() == AccountReport.Status.DISCONNECTED && isUnpaired(report)) {
            return finding(
                    AccountPhase.LOGGED_OUT,
                    no(Reason.LOGGED_OUT, "the device is unlinked and the session deleted"),
                    no(Reason.LOGGED_OUT, "disconnected, because spec.state is LoggedOut"),
                    yes(Reason.AS_WANTED, "logged out; the session is deleted"));
        }
        return leaving(report, "logging out, because spec.state is LoggedOut", Reason.LOGGING_OUT);
    }

    private Finding leaving(AccountReport report, String message, Reason reason) {
        var connected = report.status() == AccountReport.Status.CONNECTED;
        var phase = spec.state() == DesiredState.PAUSED ? AccountPhase.PAUSED : AccountPhase.LOGGED_OUT;
        return finding(
                connected ? AccountPhase.CONNECTED : phase,
                paired(report.paired()),
                new Verdict(ConditionStatus.of(connected), connected ? Reason.CONNECTED : reason, message),
                no(reason, message));
    }

    private Finding finding(AccountPhase phase, Verdict paired, Verdict connected, Verdict ready) {
        return Finding.scheduled(phase, shard, paired, connected, ready);
    }

    private Finding same(AccountPhase phase, ConditionStatus status, Reason reason, String message) {
        var verdict = new Verdict(status, reason, message);
        return finding(phase, verdict, verdict, verdict);
    }

    private static boolean isUnpaired(AccountReport report) {
        return Boolean.FALSE.equals(report.paired());
    }

    private static Verdict paired(@Nullable Boolean paired) {
        if (paired == null) {
            return new Verdict(
                    ConditionStatus.UNKNOWN, Reason.CONNECTOR_STARTING, "the connector cannot look at its volume yet");
        }
        return paired ? yes(Reason.PAIRED, "a phone is linked") : no(Reason.NEEDS_PAIRING, "no phone is linked");
    }

    private static Verdict yes(Reason reason, String message) {
        return new Verdict(ConditionStatus.TRUE, reason, message);
    }

    private static Verdict no(Reason reason, String message) {
        return new Verdict(ConditionStatus.FALSE, reason, message);
    }

    private static String because(AccountReport report) {
        return Optional.ofNullable(report.reason()).map(why -> " (" + why + ")").orElse("");
    }
}
