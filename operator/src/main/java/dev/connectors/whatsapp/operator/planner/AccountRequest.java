package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.api.DeletionPolicy;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * An account that wants a shard, or leaves the one it has.
 *
 * @param uid of its resource
 * @param name of its resource, for people
 * @param phone E.164
 * @param created when its resource was created: the older one is in the right
 * @param pin the only shard it may be on
 * @param lastShard the shard in its status, the weakest evidence of where it belongs
 */
public record AccountRequest(
        AccountId accountId,
        String uid,
        String name,
        String phone,
        Instant created,
        String pool,
        Optional<Integer> pin,
        Optional<ShardId> lastShard,
        Departure departure) {

    /** The older first. Kubernetes knows the time of creation to the second, so the uid breaks ties. */
    static final Comparator<AccountRequest> SENIORITY =
            Comparator.comparing(AccountRequest::created).thenComparing(AccountRequest::uid);

    /** Whether an account leaves, and what becomes of its session. */
    public enum Departure {
        STAYS,
        LEAVES_SESSION,
        TAKES_SESSION
    }

    /**
     * What a resource asks for.
     *
     * @param account as the API server gave it, with uid and time of creation
     */
    public static AccountRequest of(WhatsAppAccount account) {
        var spec = account.getSpec();
        var meta = account.getMetadata();
        return new AccountRequest(
                new AccountId(account.accountId()),
                meta.getUid(),
                meta.getName(),
                spec.phoneNumber(),
                Instant.parse(meta.getCreationTimestamp()),
                spec.poolRef(),
                Optional.ofNullable(spec.shard()),
                lastShard(account),
                departure(account));
    }

    private static Optional<ShardId> lastShard(WhatsAppAccount account) {
        return Optional.ofNullable(account.getStatus())
                .flatMap(status -> Optional.ofNullable(status.shard()))
                .flatMap(ShardId::parse);
    }

    private static Departure departure(WhatsAppAccount account) {
        if (account.getMetadata().getDeletionTimestamp() == null) {
            return Departure.STAYS;
        }
        return account.getSpec().deletionPolicy() == DeletionPolicy.LOGOUT_AND_DELETE
                ? Departure.TAKES_SESSION
                : Departure.LEAVES_SESSION;
    }

    boolean leaves() {
        return departure != Departure.STAYS;
    }
}
