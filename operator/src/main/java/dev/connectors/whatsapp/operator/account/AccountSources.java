package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.Heard;
import dev.connectors.whatsapp.operator.planner.Placement;
import java.util.Optional;

/** From where an account's status comes. */
public interface AccountSources {
    /** Where the account with this uid goes; empty while that is not known yet. */
    Optional<Placement> placement(String uid);

    /** What is known from a shard's connector; empty if it is not asked. */
    Optional<Heard> heard(ShardId shard);

    /** What is wrong with the credentials that an account's proxy wants, for people; empty if nothing is. */
    Optional<String> proxyProblem(WhatsAppAccount account);

    /** Whether the resource of an account that leaves may go: not by a cache, but by what the API server says. */
    boolean mayGo(String uid);

    /** Comes before every write, and throws if this operator may not be the leader any longer. */
    void requireLease();
}
