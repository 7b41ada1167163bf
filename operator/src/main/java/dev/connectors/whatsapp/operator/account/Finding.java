package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.api.AccountPhase;
import dev.connectors.whatsapp.operator.api.ConditionStatus;
import dev.connectors.whatsapp.operator.api.ConditionType;
import dev.connectors.whatsapp.operator.api.Reason;
import java.util.EnumMap;
import java.util.Map;

/**
 * How an account is, before anybody asks since when.
 *
 * @param message on the whole, for people
 */
record Finding(AccountPhase phase, String message, Map<ConditionType, Verdict> verdicts) {
    record Verdict(ConditionStatus status, Reason reason, String message) {}

    /** An account that no shard has. */
    static Finding unscheduled(AccountPhase phase, Reason reason, String message) {
        var verdicts = new EnumMap<ConditionType, Verdict>(ConditionType.class);
        verdicts.put(ConditionType.SCHEDULED, new Verdict(ConditionStatus.FALSE, reason, message));
        verdicts.put(ConditionType.PAIRED, new Verdict(ConditionStatus.UNKNOWN, Reason.NOT_SCHEDULED, message));
        verdicts.put(ConditionType.CONNECTED, new Verdict(ConditionStatus.FALSE, Reason.NOT_SCHEDULED, message));
        verdicts.put(ConditionType.READY, new Verdict(ConditionStatus.FALSE, reason, message));
        return new Finding(phase, message, verdicts);
    }

    /** An account on a shard. */
    static Finding scheduled(AccountPhase phase, String shard, Verdict paired, Verdict connected, Verdict ready) {
        var verdicts = new EnumMap<ConditionType, Verdict>(ConditionType.class);
        verdicts.put(
                ConditionType.SCHEDULED,
                new Verdict(ConditionStatus.TRUE, Reason.ASSIGNED, "the account is on the shard " + shard));
        verdicts.put(ConditionType.PAIRED, paired);
        verdicts.put(ConditionType.CONNECTED, connected);
        verdicts.put(ConditionType.READY, ready);
        return new Finding(phase, ready.message(), verdicts);
    }
}
