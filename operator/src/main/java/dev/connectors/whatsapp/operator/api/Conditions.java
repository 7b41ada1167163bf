package dev.connectors.whatsapp.operator.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Conditions as a list in a status. */
public final class Conditions {
    private Conditions() {}

    public static Optional<Condition> find(List<Condition> conditions, ConditionType type) {
        return conditions.stream().filter(condition -> condition.type() == type).findFirst();
    }

    /**
     * A condition as it is now. Its time is that of the last change of its status, so it moves only when the status does.
     *
     * @param before the conditions so far
     * @param now when this was found; Kubernetes writes whole seconds
     */
    public static Condition next(
            List<Condition> before,
            ConditionType type,
            ConditionStatus status,
            Reason reason,
            String message,
            long generation,
            Instant now) {
        var since = find(before, type)
                .filter(condition -> condition.status() == status)
                .map(Condition::lastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS));
        return new Condition(type, status, reason, message, since, generation);
    }
}
