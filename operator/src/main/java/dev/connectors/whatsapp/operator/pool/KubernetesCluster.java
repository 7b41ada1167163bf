package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.manifests.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API server by its client. */
final class KubernetesCluster implements Cluster {
    /** Under which the API server has our fields down. */
    static final String FIELD_MANAGER = "whatsapp-operator";

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesCluster.class);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FIELD_MANAGER)
            .withForce(true)
            .build();
    private static final PatchContext ANNOTATE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(FIELD_MANAGER)
            .build();

    private final KubernetesClient client;
    private final String namespace;
    private final OwnFields ownFields;

    KubernetesCluster(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        this.ownFields = new OwnFields(client.getKubernetesSerialization(), FIELD_MANAGER);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A list without a resourceVersion is consistent. ConfigMaps are not chosen by label: one whose label somebody took
     * away still is what a connector works from.
     */
    @Override
    public World read() {
        return World.of(
                all(ConnectorPool.class),
                all(WhatsAppAccount.class),
                Stream.of(
                                all(ConfigMap.class),
                                ours(StatefulSet.class),
                                ours(PersistentVolumeClaim.class),
                                ours(Service.class),
                                ours(PodDisruptionBudget.class),
                                ours(NetworkPolicy.class),
                                ours(Pod.class),
                                secrets())
                        .flatMap(List::stream));
    }

    private <T extends HasMetadata> List<T> all(Class<T> kind) {
        return client.resources(kind).inNamespace(namespace).list().getItems();
    }

    private <T extends HasMetadata> List<T> ours(Class<T> kind) {
        return client.resources(kind)
                .inNamespace(namespace)
                .withLabel(Labels.POOL)
                .list()
                .getItems();
    }

    /** Users' Secrets with credentials among them; Helm's releases are large, and nothing to us. */
    private List<Secret> secrets() {
        return client.secrets()
                .inNamespace(namespace)
                .withoutField("type", Caches.HELM_RELEASE)
                .list()
                .getItems();
    }

    @Override
    public boolean matches(HasMetadata actual, HasMetadata desired) {
        return ownFields.match(actual, desired);
    }

    @Override
    public void perform(Step step) {
        switch (step) {
            case Step.CreateEmpty(var desired) -> create(desired);
            case Step.WriteIfUnchanged(var desired, var version) -> writeIfUnchanged(desired, version);
            case Step.Touch(var list, var epoch) ->
                annotate(client.configMaps().inNamespace(namespace).withName(list), Annotations.EPOCH, epoch);
            case Step.Apply(var desired) -> apply(desired);
            case Step.Delete(var read) -> delete(read);
            case Step.Deliver(var pod, var fingerprint) ->
                annotate(client.pods().inNamespace(namespace).withName(pod), Annotations.DELIVERED, fingerprint);
        }
    }

    private void writeIfUnchanged(HasMetadata desired, String version) {
        try {
            var conditional = client.getKubernetesSerialization().clone(desired);
            conditional.getMetadata().setResourceVersion(version);
            apply(conditional);
        } catch (KubernetesClientException e) {
            // Deleted in between, an object is not made again: a resourceVersion cannot be created.
            if (e.getCode() == CONFLICT || e.getCode() == NOT_FOUND) {
                throw new ConflictException(describe(desired) + " changed since it was read", e);
            }
            throw e;
        }
    }

    /** Applying would write over an object that somebody else has made in the meantime; creating cannot. */
    private void create(HasMetadata desired) {
        var metadata = new ObjectMetaBuilder()
                .withName(desired.getMetadata().getName())
                .withNamespace(namespace)
                .withLabels(desired.getMetadata().getLabels())
                .withOwnerReferences(desired.getMetadata().getOwnerReferences())
                .build();
        try {
            client.resource(empty(desired, metadata)).inNamespace(namespace).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                throw new ConflictException(describe(desired) + " was made since it was looked for", e);
            }
            throw e;
        }
    }

    private static HasMetadata empty(HasMetadata desired, ObjectMeta metadata) {
        return switch (desired) {
            case ConfigMap list -> new ConfigMapBuilder().withMetadata(metadata).build();
            case Secret secret ->
                new SecretBuilder()
                        .withMetadata(metadata)
                        .withType(secret.getType())
                        .build();
            default -> throw new IllegalArgumentException("nothing else is made empty first: " + describe(desired));
        };
    }

    private void apply(HasMetadata desired) {
        client.resource(desired).inNamespace(namespace).patch(APPLY);
        LOG.atInfo().addKeyValue("object", describe(desired)).log("applied");
    }

    private void delete(HasMetadata read) {
        try {
            var target = client.resource(read).inNamespace(namespace);
            if (read instanceof ConfigMap || read instanceof PersistentVolumeClaim) {
                // Whatever has come into the list or onto the volume since, stays.
                target.lockResourceVersion(read.getMetadata().getResourceVersion())
                        .delete();
            } else {
                target.delete();
            }
            LOG.atInfo().addKeyValue("object", describe(read)).log("deleted");
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                throw new ConflictException(describe(read) + " changed since it was read", e);
            }
            throw e;
        }
    }

    /** Not by applying: that would take away all the fields of ours that are not in it. */
    private void annotate(Resource<?> object, String annotation, String value) {
        var patch = Map.of("metadata", Map.of("annotations", Map.of(annotation, value)));
        try {
            object.patch(ANNOTATE, client.getKubernetesSerialization().asJson(patch));
        } catch (KubernetesClientException e) {
            // A pod that is gone needs nothing delivered, since its successor starts with the list; and a list that is
            // gone no fence.
            if (e.getCode() != NOT_FOUND) {
                throw e;
            }
        }
    }

    private static String describe(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }
}
