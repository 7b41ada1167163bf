package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the pods' threads ask of the API server. */
final class PodApi implements TokenSource, ClaimLookup {
    private static final int ATTEMPTS = 5;

    private final KubernetesClient client;
    private final SharedIndexInformer<ConfigMap> configMaps;
    private final SharedIndexInformer<Secret> secrets;

    PodApi(KubernetesClient client, SharedIndexInformer<ConfigMap> configMaps, SharedIndexInformer<Secret> secrets) {
        this.client = client;
        this.configMaps = configMaps;
        this.secrets = secrets;
    }

    /** Asks the API server itself for what the watch has not brought yet. */
    ObjectLookup objects(String namespace) {
        return new ObjectLookup() {
            @Override
            public Optional<ConfigMap> configMap(String name) {
                return Optional.ofNullable(configMaps.getIndexer().getByKey(Cache.namespaceKeyFunc(namespace, name)))
                        .or(() -> Optional.ofNullable(client.configMaps()
                                .inNamespace(namespace)
                                .withName(name)
                                .get()));
            }

            @Override
            public Optional<Secret> secret(String name) {
                return Optional.ofNullable(secrets.getIndexer().getByKey(Cache.namespaceKeyFunc(namespace, name)))
                        .or(() -> Optional.ofNullable(client.secrets()
                                .inNamespace(namespace)
                                .withName(name)
                                .get()));
            }
        };
    }

    /**
     * Writes a status that is computed from the pod as it is now. Does nothing when the pod is gone, or another pod has
     * its name, or the status is that already.
     */
    void writeStatus(Pod pod, Function<Pod, PodStatus> status) {
        for (var attempt = 1; ; attempt++) {
            var present = client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .get();
            if (present == null
                    || !present.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
                return;
            }
            var wanted = status.apply(present);
            if (wanted.equals(present.getStatus())) {
                return;
            }
            present.setStatus(wanted);
            try {
                client.pods().resource(present).updateStatus();
                return;
            } catch (KubernetesClientException e) {
                if (isGone(e)) {
                    return;
                }
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Takes a pod that has ended out of the API server, unless another one has its name. */
    void delete(Pod pod) {
        var uri = "/api/v1/namespaces/%s/pods/%s"
                .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        var options = new DeleteOptionsBuilder()
                .withGracePeriodSeconds(0L)
                .withNewPreconditions()
                .withUid(pod.getMetadata().getUid())
                .endPreconditions()
                .build();
        try {
            client.raw(uri, "DELETE", options);
        } catch (KubernetesClientException e) {
            if (!isGone(e) && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    @Override
    public Token request(Pod pod, String audience, Duration lifetime) throws ContainerConfigException {
        var account = Optional.ofNullable(pod.getSpec().getServiceAccountName()).orElse("default");
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audience.isEmpty() ? List.of() : List.of(audience))
                .withExpirationSeconds(lifetime.toSeconds())
                .withNewBoundObjectRef()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endBoundObjectRef()
                .endSpec()
                .build();
        try {
            TokenRequest answer = client.serviceAccounts()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(account)
                    .tokenRequest(request);
            return new Token(
                    answer.getStatus().getToken(),
                    Instant.parse(answer.getStatus().getExpirationTimestamp()));
        } catch (KubernetesClientException e) {
            throw new ContainerConfigException(
                    "no token for service account \"%s\": %s".formatted(account, e.getMessage()));
        }
    }

    @Override
    public Path folder(String namespace, String claim) throws ContainerConfigException {
        var found = client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(claim)
                .get();
        if (found == null) {
            throw new ContainerConfigException("persistentvolumeclaim \"%s\" not found".formatted(claim));
        }
        if (found.getStatus() == null || !"Bound".equals(found.getStatus().getPhase())) {
            throw new ContainerConfigException("persistentvolumeclaim \"%s\" is not bound".formatted(claim));
        }
        var volume = client.persistentVolumes()
                .withName(found.getSpec().getVolumeName())
                .get();
        if (volume == null || volume.getSpec().getHostPath() == null) {
            throw new ContainerConfigException(
                    "the volume of persistentvolumeclaim \"%s\" is no folder".formatted(claim));
        }
        var folder = Path.of(volume.getSpec().getHostPath().getPath());
        if (!Files.isDirectory(folder)) {
            throw new ContainerConfigException(
                    "the folder %s of persistentvolumeclaim \"%s\" is gone".formatted(folder, claim));
        }
        return folder;
    }

    private static boolean isGone(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }
}
