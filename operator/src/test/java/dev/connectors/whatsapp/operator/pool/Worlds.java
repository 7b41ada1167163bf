package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;

/** Objects of the pool default, as the API server has them. */
final class Worlds {
    private Worlds() {}

    static World of(List<WhatsAppAccount> accounts, HasMetadata... objects) {
        return World.of(List.of(pool()), accounts, Stream.of(objects));
    }

    static ConnectorPool pool() {
        return Serialization.unmarshal("""
                metadata: {name: default, namespace: sales, uid: pool-1, generation: 3}
                spec:
                  shards: {min: 0, max: 2}
                  maxAccountsPerShard: 1
                  cordonedShards: [1]
                  firebase: {projectId: my-company}
                """, ConnectorPool.class);
    }

    static WhatsAppAccount account(String name) {
        return Serialization.unmarshal("""
                metadata: {name: %1$s, namespace: sales, uid: uid-%1$s, generation: 1, creationTimestamp: "2026-01-01T00:00:00Z"}
                spec: {phoneNumber: "+4071234567%2$d"}
                """.formatted(name, name.length() % 10), WhatsAppAccount.class);
    }

    static ConfigMap list(int shard, String entries) {
        return Serialization.unmarshal("""
                metadata: {name: whatsapp-default-%d, namespace: sales}
                data:
                  accounts.json: |
                    {"accounts":[%s], "tombstones":[]}
                """.formatted(shard, entries), ConfigMap.class);
    }

    static String entry(String name) {
        return """
                {"accountId":"%1$s","uid":"uid-%1$s","name":"%1$s","phone":"+40712345678","state":"Connected",\
                "pairing":"QRCode","messagesPerMinute":60}""".formatted(name);
    }

    static StatefulSet workload(int shard, int ready) {
        return Serialization.unmarshal("""
                metadata: {name: whatsapp-default-%d, namespace: sales}
                status: {replicas: 1, readyReplicas: %d}
                """.formatted(shard, ready), StatefulSet.class);
    }

    /** @param address of the pod; empty while it has none */
    static Pod pod(int shard, String address) {
        return Serialization.unmarshal("""
                metadata:
                  name: whatsapp-default-%1$d-0
                  namespace: sales
                  uid: pod-%1$d
                  labels: {whatsapp.connectors.dev/pool: default, whatsapp.connectors.dev/shard: "%1$d"}
                status: {podIP: "%2$s"}
                """.formatted(shard, address), Pod.class);
    }

    /** The pool's token: secret. */
    static Secret token() {
        return Serialization.unmarshal("""
                metadata: {name: whatsapp-default-internal, namespace: sales}
                data: {token: c2VjcmV0}
                """, Secret.class);
    }
}
