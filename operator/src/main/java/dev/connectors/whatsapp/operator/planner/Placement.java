package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.assignment.ShardId;

/** What the plan has for an account. */
public sealed interface Placement {
    /** The shard is to run it. */
    record Assigned(ShardId shard) implements Placement {}

    /**
     * No shard can run it.
     *
     * @param message why, for people, and what can be done
     */
    record Unplaced(Reason reason, String message) implements Placement {}

    /**
     * Its resource is being deleted.
     *
     * @param done whether no list has it any longer and, where its session was to go, every connector that had one has
     *     said that it is gone: the resource may go
     */
    record Leaving(boolean done) implements Placement {}
}
