package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may be written of a plan now. An account enters a list only when no other list has it any longer, so that it is
 * never in two of them, whenever the operator dies and in whatever order the lists are written: the next plan, made from
 * what the lists then say, writes the rest.
 */
public final class Handover {
    private Handover() {}

    /**
     * The accounts that each planned shard's list may have now.
     *
     * @param lists the lists as they are, from which the plan was made; each has to be written on the condition that it
     *     still is as it was read
     */
    public static Map<ShardId, List<AccountId>> writable(Plan plan, Collection<ShardState> lists) {
        var holders = new HashMap<AccountId, Set<ShardId>>();
        for (var shard : lists) {
            for (var entry : shard.recorded().accounts()) {
                holders.computeIfAbsent(entry.accountId(), id -> new HashSet<>())
                        .add(shard.id());
            }
        }
        var writable = new HashMap<ShardId, List<AccountId>>();
        plan.shards()
                .forEach((id, shard) -> writable.put(
                        id,
                        shard.accounts().stream()
                                .filter(account -> {
                                    var present = holders.getOrDefault(account, Set.of());
                                    return present.isEmpty() || present.contains(id);
                                })
                                .toList()));
        return writable;
    }
}
