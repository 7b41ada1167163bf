package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.Api;

/** What the operator notes on objects. */
final class Annotations {
    /** On a pod: which account list its kubelet was told of. Changing it makes the kubelet deliver the list at once. */
    static final String DELIVERED = Api.GROUP + "/account-list";

    /** On a volume claim whose shard was given up: no session lay on it. */
    static final String RETIRED = Api.GROUP + "/retired";

    /** On an account list: who planned from it last, and in which epoch ({@link Fence}). */
    static final String EPOCH = Api.GROUP + "/leader-epoch";

    private Annotations() {}
}
