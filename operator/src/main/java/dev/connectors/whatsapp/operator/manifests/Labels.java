package dev.connectors.whatsapp.operator.manifests;

import dev.connectors.whatsapp.operator.api.Api;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** By which the objects of a pool and of a shard are found. */
public final class Labels {
    public static final String POOL = Api.GROUP + "/pool";
    public static final String SHARD = Api.GROUP + "/shard";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String OPERATOR = "whatsapp-connector-operator";

    private static final String NAME = "app.kubernetes.io/name";
    private static final String APPLICATION = "whatsapp-connector";

    private Labels() {}

    /** On everything that the operator makes for a pool. */
    static Map<String, String> ofPool(String pool) {
        var labels = new TreeMap<String, String>();
        labels.put(NAME, APPLICATION);
        labels.put("app.kubernetes.io/instance", pool);
        labels.put("app.kubernetes.io/component", "connector");
        labels.put("app.kubernetes.io/part-of", OPERATOR);
        labels.put(MANAGED_BY, OPERATOR);
        labels.put(POOL, pool);
        return labels;
    }

    /** On everything that the operator makes for a shard. */
    static Map<String, String> ofShard(ShardId shard) {
        var labels = ofPool(shard.pool());
        labels.put(SHARD, Integer.toString(shard.ordinal()));
        return labels;
    }

    /** What finds a pool's pods. Selectors cannot change later, so they have no more than they need. */
    static Map<String, String> selectorOfPool(String pool) {
        return new TreeMap<>(Map.of(NAME, APPLICATION, POOL, pool));
    }

    static Map<String, String> selectorOfShard(ShardId shard) {
        var selector = selectorOfPool(shard.pool());
        selector.put(SHARD, Integer.toString(shard.ordinal()));
        return selector;
    }

    /** A pool's pods, as {@code status.selector} and {@code kubectl get -l} take it. */
    public static String selectorText(String pool) {
        return selectorOfPool(pool).entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }
}
