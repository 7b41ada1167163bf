package dev.connectors.whatsapp.operator.manifests;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.Storage;
import dev.connectors.whatsapp.operator.assignment.AccountList;
import dev.connectors.whatsapp.operator.assignment.AccountListJson;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.Map;

/** The objects of one shard. All three have its name. */
public final class ShardManifests {
    private final ConnectorPool pool;
    private final ShardId shard;
    private final Images images;

    /**
     * For one shard of a pool.
     *
     * @param pool as the API server gave it, with its uid
     * @param images of the operator's release, where the pool names none
     */
    public ShardManifests(ConnectorPool pool, ShardId shard, Images images) {
        this.pool = pool;
        this.shard = shard;
        this.images = images;
    }

    /** The list of accounts: what the connector works from, and the record of the assignment. */
    public ConfigMap accounts(AccountList list) {
        return new ConfigMapBuilder()
                .withMetadata(Metadata.ofShard(pool, shard, shard.name()))
                .withData(Map.of(AccountListJson.KEY, AccountListJson.print(list)))
                .build();
    }

    /** The volume of the sessions. Unless the pool says otherwise it belongs to nobody, so that nothing takes it away. */
    public PersistentVolumeClaim volume() {
        var storage = pool.getSpec().storage();
        var metadata = storage.retention() == Storage.Retention.DELETE
                ? Metadata.ofShard(pool, shard, shard.name())
                : Metadata.free(pool, shard.name(), Labels.ofShard(shard));
        return new PersistentVolumeClaimBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withAccessModes(storage.accessMode().word())
                .withStorageClassName(storage.storageClassName())
                .withVolumeMode("Filesystem")
                .withNewResources()
                .withRequests(Map.of("storage", Quantities.canonical(new Quantity(storage.size()))))
                .endResources()
                .endSpec()
                .build();
    }

    /**
     * One pod, kept alive. It mounts the volume by name instead of by a claim template, which could never be changed.
     *
     * @param tokenSecretName the Secret with the token for the connector's internal endpoint
     */
    public StatefulSet workload(String tokenSecretName) {
        return new StatefulSetBuilder()
                .withMetadata(Metadata.ofShard(pool, shard, shard.name()))
                .withNewSpec()
                .withReplicas(1)
                .withServiceName(PoolManifests.name(shard.pool()))
                .withNewSelector()
                .withMatchLabels(Labels.selectorOfShard(shard))
                .endSelector()
                .withTemplate(new PodTemplate(pool, shard, images).build(tokenSecretName))
                .withPodManagementPolicy("OrderedReady")
                .withRevisionHistoryLimit(10)
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withPartition(0)
                .endRollingUpdate()
                .endUpdateStrategy()
                .withNewPersistentVolumeClaimRetentionPolicy("Retain", "Retain")
                .endSpec()
                .build();
    }
}
