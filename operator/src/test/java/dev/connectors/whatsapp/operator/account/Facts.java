package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountStatus;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.AccountReport;
import dev.connectors.whatsapp.operator.connector.ConnectorReport;
import dev.connectors.whatsapp.operator.connector.Heard;
import dev.connectors.whatsapp.operator.planner.Placement;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The account sales, and what may be known of it. */
final class Facts {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final String NAMESPACE = "whatsapp";
    static final String UID = "uid-1";
    static final ShardId SHARD = new ShardId("default", 0);
    static final Placement ASSIGNED = new Placement.Assigned(SHARD);

    private Facts() {}

    static WhatsAppAccount account() {
        return Serialization.unmarshal("""
                apiVersion: whatsapp.connectors.dev/v1alpha1
                kind: WhatsAppAccount
                metadata:
                  name: sales
                  namespace: %s
                  uid: %s
                  resourceVersion: "41"
                  generation: 7
                  labels: {team: sales}
                spec:
                  phoneNumber: "+40712345678"
                """.formatted(NAMESPACE, UID), WhatsAppAccount.class);
    }

    static AccountReport report(AccountReport.Status status, boolean paired) {
        var connected = status == AccountReport.Status.CONNECTED ? NOW : null;
        return new AccountReport(new AccountId("sales"), UID, status, paired, null, connected, NOW, 0);
    }

    /** What the poller has of the shard after that report and so many questions without an answer. */
    static Heard heard(AccountReport report, int misses) {
        var told = new ConnectorReport(SHARD.name(), List.of(report), Optional.of(Set.of()), Set.of());
        return new Heard(Optional.of("pod-0"), Optional.of(told), misses, 1);
    }

    /** The status of an account on its shard, whose connector says this. */
    static WhatsAppAccountStatus reported(AccountReport.Status status, boolean paired) {
        var observation = new Observation.Answered("pod-0", Optional.of(report(status, paired)), 0);
        return next(null, ASSIGNED, observation);
    }

    static WhatsAppAccountStatus next(
            @Nullable WhatsAppAccountStatus before, Placement placement, Observation observation) {
        var account = account();
        account.setStatus(before);
        return new AccountStatuses(CLOCK, any -> Optional.empty()).next(account, placement, observation);
    }
}
