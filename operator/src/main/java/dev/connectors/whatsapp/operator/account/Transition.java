package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.api.Condition;
import dev.connectors.whatsapp.operator.api.ConditionStatus;
import dev.connectors.whatsapp.operator.api.ConditionType;
import dev.connectors.whatsapp.operator.api.Conditions;
import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something about an account that has become otherwise, as an event tells it.
 *
 * @param warning whether somebody should look
 */
record Transition(Reason reason, String message, boolean warning) {
    /** All is well, or on its way, or as somebody wanted it. */
    private static final Set<Reason> NORMAL = Set.of(
            Reason.ASSIGNED,
            Reason.PAIRED,
            Reason.CONNECTED,
            Reason.CONNECTING,
            Reason.PAUSED,
            Reason.LOGGED_OUT,
            Reason.LOGGING_OUT,
            Reason.CONNECTOR_STARTING,
            Reason.DELETING,
            Reason.NEEDS_PAIRING,
            Reason.SESSION_BEING_DELETED,
            Reason.AS_WANTED);

    /** The order in which a reader wants to hear: the first condition that has a reason tells it. */
    private static final List<ConditionType> ORDER =
            List.of(ConditionType.SCHEDULED, ConditionType.PAIRED, ConditionType.CONNECTED, ConditionType.READY);

    /** What has changed: each reason once, since several conditions often change for the same one. */
    static List<Transition> between(@Nullable WhatsAppAccountStatus before, WhatsAppAccountStatus after) {
        var found = new LinkedHashMap<Reason, Transition>();
        for (var type : ORDER) {
            var now = Conditions.find(after.conditions(), type);
            var then = Optional.ofNullable(before).flatMap(status -> Conditions.find(status.conditions(), type));
            now.filter(condition -> !isSame(then, condition))
                    .filter(condition -> isWorthTelling(condition, found))
                    .ifPresent(condition -> found.putIfAbsent(condition.reason(), of(condition)));
        }
        return new ArrayList<>(found.values());
    }

    private static boolean isSame(Optional<Condition> before, Condition now) {
        return before.filter(then -> then.status() == now.status() && then.reason() == now.reason())
                .isPresent();
    }

    /** That nothing else holds without a shard goes without saying, and so does Ready after what made it so. */
    private static boolean isWorthTelling(Condition condition, Map<Reason, Transition> told) {
        return condition.reason() != Reason.NOT_SCHEDULED
                && !(condition.reason() == Reason.AS_WANTED && !told.isEmpty());
    }

    private static Transition of(Condition condition) {
        return new Transition(
                condition.reason(),
                condition.message(),
                !NORMAL.contains(condition.reason()) && condition.status() != ConditionStatus.TRUE);
    }
}
