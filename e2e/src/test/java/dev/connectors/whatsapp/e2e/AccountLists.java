package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.local.http.JsonHttp;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/** Is told of the lists of all shards, change by change, and remembers each account that was in two of them at a time. */
final class AccountLists implements ResourceEventHandler<ConfigMap> {
    private static final String KEY = "accounts.json";

    private final Map<String, Set<String>> lists = new TreeMap<>();
    private final List<String> accountsInTwo = new ArrayList<>();

    /** The ids that each shard's list has now; shards without a list are left out. */
    synchronized Map<String, Set<String>> now() {
        return new TreeMap<>(lists);
    }

    /** The ids that a shard's list has now. */
    Set<String> of(String shard) {
        return now().getOrDefault(shard, Set.of());
    }

    /** Every account that was in two lists at a time, in words. */
    synchronized List<String> accountsInTwo() {
        return List.copyOf(accountsInTwo);
    }

    @Override
    public void onAdd(ConfigMap list) {
        take(list);
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap list) {
        take(list);
    }

    @Override
    public synchronized void onDelete(ConfigMap list, boolean unknown) {
        lists.remove(list.getMetadata().getName());
    }

    private synchronized void take(ConfigMap list) {
        if (list.getMetadata().getName().startsWith("whatsapp-")) {
            lists.put(list.getMetadata().getName(), accounts(list));
            holders().forEach((account, holders) -> {
                if (holders.size() > 1) {
                    accountsInTwo.add(account + " in " + holders + " at "
                            + list.getMetadata().getResourceVersion());
                }
            });
        }
    }

    private Map<String, Set<String>> holders() {
        var holders = new HashMap<String, Set<String>>();
        lists.forEach((shard, accounts) -> accounts.forEach(account ->
                holders.computeIfAbsent(account, id -> new TreeSet<>()).add(shard)));
        return holders;
    }

    /** The ids in a list; none where it cannot be read. */
    static Set<String> accounts(ConfigMap list) {
        var data = list.getData();
        try {
            return data == null || !data.containsKey(KEY)
                    ? Set.of()
                    : JsonHttp.json()
                            .readTree(data.get(KEY))
                            .path("accounts")
                            .valueStream()
                            .map(account -> account.path("accountId").asString())
                            .collect(Collectors.toCollection(TreeSet::new));
        } catch (JacksonException damagedByHand) {
            return Set.of();
        }
    }
}
