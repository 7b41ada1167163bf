package dev.connectors.whatsapp.local.kubelet;

import java.time.Instant;

/**
 * Where a probe stands: what it says of its container, and when it is due. A value; {@link #after} gives the next one.
 *
 * @param verdict changes when enough results in a row say so
 * @param streak how many equal results there were in a row
 * @param lastSucceeded which result that was; of no meaning while the streak is 0
 * @param due when to ask next
 */
record ProbeState(Verdict verdict, int streak, boolean lastSucceeded, Instant due) {
    /** What a probe says of its container. */
    enum Verdict {
        /** Not enough results yet. */
        UNKNOWN,
        SUCCESS,
        FAILURE
    }

    /** A container has been started; the first question comes after the initial delay. */
    static ProbeState atStart(ProbeSettings settings, Instant startedAt) {
        return new ProbeState(Verdict.UNKNOWN, 0, false, startedAt.plus(settings.initialDelay()));
    }

    /** The state after one result. */
    ProbeState after(boolean success, ProbeSettings settings, Instant now) {
        var inARow = streak > 0 && lastSucceeded == success ? streak + 1 : 1;
        var needed = success ? settings.successThreshold() : settings.failureThreshold();
        var changed = success ? Verdict.SUCCESS : Verdict.FAILURE;
        return new ProbeState(inARow >= needed ? changed : verdict, inARow, success, now.plus(settings.period()));
    }

    boolean isDue(Instant now) {
        return !now.isBefore(due);
    }
}
