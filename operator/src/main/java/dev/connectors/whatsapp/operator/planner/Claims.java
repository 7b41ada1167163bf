package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.assignment.AccountEntry;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who is in the right where several accounts claim the same id or phone number.
 *
 * <p>An id belongs to the oldest account that has it; ids cannot change, so the oldest also was there first. A phone
 * number can change, so it belongs to the account that a shard's list has with it, and else to the oldest. Within the
 * second that Kubernetes tells times of creation by, whoever a list has is the older. Accounts that leave keep their
 * claims until they are gone.
 */
final class Claims {
    /** Accounts by uid, as the lists have them. */
    private final Map<String, AccountEntry> listed = new HashMap<>();

    private final Map<AccountId, AccountRequest> ids;
    private final Map<String, AccountRequest> phones;

    Claims(Collection<AccountRequest> accounts, Collection<ShardState> shards) {
        for (var shard : shards) {
            for (var entry : shard.recorded().accounts()) {
                listed.put(entry.uid(), entry);
            }
        }
        ids = first(accounts, AccountRequest::accountId, seniority());
        phones = first(
                accounts.stream().filter(this::ownsId).toList(),
                AccountRequest::phone,
                Comparator.comparing(this::lacksPhone).thenComparing(seniority()));
    }

    boolean ownsId(AccountRequest account) {
        return account.equals(ids.get(account.accountId()));
    }

    /** Why the account is in the wrong, if it is. */
    Optional<Placement.Unplaced> refusal(AccountRequest account) {
        var idOwner = ids.getOrDefault(account.accountId(), account);
        if (!account.equals(idOwner)) {
            return Optional.of(new Placement.Unplaced(
                    Reason.ACCOUNT_ID_IN_USE,
                    "the account id " + account.accountId() + " belongs to " + describe(idOwner)
                            + "; create this one with another accountId, or delete the other one"));
        }
        var phoneOwner = phones.getOrDefault(account.phone(), account);
        if (!account.equals(phoneOwner)) {
            return Optional.of(new Placement.Unplaced(
                    Reason.PHONE_NUMBER_IN_USE,
                    "the phone number belongs to " + describe(phoneOwner)
                            + "; change spec.phoneNumber, or delete the other one"));
        }
        return Optional.empty();
    }

    private static String describe(AccountRequest owner) {
        return "the WhatsAppAccount " + owner.name() + (owner.leaves() ? ", which is being deleted" : "");
    }

    private Comparator<AccountRequest> seniority() {
        return Comparator.comparing(AccountRequest::created)
                .thenComparing(account -> !listed.containsKey(account.uid()))
                .thenComparing(AccountRequest::uid);
    }

    private boolean lacksPhone(AccountRequest account) {
        return Optional.ofNullable(listed.get(account.uid()))
                .filter(entry -> entry.phone().equals(account.phone()))
                .isEmpty();
    }

    private static <K> Map<K, AccountRequest> first(
            Collection<AccountRequest> accounts, Function<AccountRequest, K> claim, Comparator<AccountRequest> order) {
        var first = new HashMap<K, AccountRequest>();
        for (var account : accounts) {
            first.merge(claim.apply(account), account, (a, b) -> order.compare(a, b) <= 0 ? a : b);
        }
        return first;
    }
}
