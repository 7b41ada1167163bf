package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.FileTree;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The storage of the cluster: a default StorageClass whose volumes are folders on this machine. Binding is Kubernetes'
 * own work; this only makes the volume that a claim asks for, enlarges it, and deletes it with its folder when its
 * claim is gone and its policy says so.
 */
public final class LocalStorage implements AutoCloseable {
    /** The name of the StorageClass. */
    public static final String CLASS = "local-folder";

    private static final System.Logger LOG = System.getLogger(LocalStorage.class.getName());
    private static final String PROVISIONER = "whatsapp.connectors.dev/local-folder";
    private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
    private static final String WANTED_OF = "volume.kubernetes.io/storage-provisioner";
    private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
    private static final String STORAGE = "storage";

    /** What a watch has missed is looked at again. */
    private static final long RESYNC_MS = 30_000;

    private final KubernetesClient client;
    private final Path folder;

    /** One thing after the other. */
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("storage").factory());

    private final SharedIndexInformer<PersistentVolumeClaim> claims;
    private final SharedIndexInformer<PersistentVolume> volumes;

    private LocalStorage(KubernetesClient client, Path folder) {
        this.client = client;
        this.folder = FileTree.create(folder);
        this.claims = client.persistentVolumeClaims()
                .inAnyNamespace()
                .inform(new EachChange<>(claim -> later(() -> serve(claim))), RESYNC_MS);
        this.volumes =
                client.persistentVolumes().inform(new EachChange<>(volume -> later(() -> reclaim(volume))), RESYNC_MS);
    }

    /**
     * Makes the StorageClass and serves claims.
     *
     * @param folder holds a folder for each volume
     */
    public static LocalStorage start(KubernetesClient client, Path folder) {
        client.storage()
                .v1()
                .storageClasses()
                .resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName(CLASS)
                        .addToAnnotations("storageclass.kubernetes.io/is-default-class", "true")
                        .endMetadata()
                        .withProvisioner(PROVISIONER)
                        .withVolumeBindingMode("WaitForFirstConsumer")
                        .withReclaimPolicy("Delete")
                        .withAllowVolumeExpansion(true)
                        .build())
                .createOr(existing -> existing.patch());
        return new LocalStorage(client, folder);
    }

    @Override
    public void close() {
        claims.stop();
        volumes.stop();
        worker.shutdownNow();
    }

    private void later(Runnable work) {
        if (!worker.isShutdown()) {
            worker.execute(() -> {
                try {
                    work.run();
                } catch (KubernetesClientException | UncheckedIOException e) {
                    // The informer's resync brings the object again.
                    LOG.log(Level.WARNING, "The storage has to try again: {0}", e.getMessage());
                }
            });
        }
    }

    private void serve(PersistentVolumeClaim claim) {
        var annotations = Optional.ofNullable(claim.getMetadata().getAnnotations());
        if (!annotations
                        .map(all -> all.get(WANTED_OF))
                        .filter(PROVISIONER::equals)
                        .isPresent()
                || claim.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        var isBound = Optional.ofNullable(claim.getSpec().getVolumeName())
                .filter(name -> !name.isEmpty())
                .isPresent();
        var waitsForPod = isWaitForFirstConsumer(claim)
                && annotations.map(all -> all.get(SELECTED_NODE)).isEmpty();
        if (isBound) {
            enlarge(claim);
        } else if (!waitsForPod) {
            provision(claim);
        }
    }

    /** Another class may name the same provisioner and bind at once. */
    private boolean isWaitForFirstConsumer(PersistentVolumeClaim claim) {
        var storageClass = client.storage()
                .v1()
                .storageClasses()
                .withName(claim.getSpec().getStorageClassName())
                .get();
        return storageClass != null && "WaitForFirstConsumer".equals(storageClass.getVolumeBindingMode());
    }

    private void provision(PersistentVolumeClaim claim) {
        var name = "pvc-" + claim.getMetadata().getUid();
        var target = FileTree.create(folder.resolve(name));
        var storageClass = client.storage()
                .v1()
                .storageClasses()
                .withName(claim.getSpec().getStorageClassName())
                .get();
        var volume = new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations(PROVISIONED_BY, PROVISIONER)
                .endMetadata()
                .withNewSpec()
                .withCapacity(claim.getSpec().getResources().getRequests())
                .withAccessModes(claim.getSpec().getAccessModes())
                .withPersistentVolumeReclaimPolicy(Optional.ofNullable(storageClass)
                        .map(c -> c.getReclaimPolicy())
                        .orElse("Delete"))
                .withStorageClassName(claim.getSpec().getStorageClassName())
                .withVolumeMode(claim.getSpec().getVolumeMode())
                .withNewHostPath(target.toString(), "Directory")
                .withNewClaimRef()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .withUid(claim.getMetadata().getUid())
                .endClaimRef()
                .endSpec()
                .build();
        try {
            client.persistentVolumes().resource(volume).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    /** A folder has no size; the numbers follow the claim. */
    private void enlarge(PersistentVolumeClaim claim) {
        if (claim.getStatus() == null || claim.getStatus().getCapacity() == null) {
            return;
        }
        var wanted = claim.getSpec().getResources().getRequests().get(STORAGE);
        var present = claim.getStatus().getCapacity().get(STORAGE);
        if (wanted == null || present == null || bytes(wanted).compareTo(bytes(present)) <= 0) {
            return;
        }
        client.persistentVolumes().withName(claim.getSpec().getVolumeName()).edit(volume -> {
            volume.getSpec().getCapacity().put(STORAGE, wanted);
            return volume;
        });
        client.persistentVolumeClaims()
                .inNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .editStatus(latest -> {
                    latest.getStatus().getCapacity().put(STORAGE, wanted);
                    latest.getStatus().setConditions(List.of());
                    return latest;
                });
    }

    private static BigDecimal bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity);
    }

    private void reclaim(PersistentVolume volume) {
        var ours = Optional.ofNullable(volume.getMetadata().getAnnotations())
                .map(all -> all.get(PROVISIONED_BY))
                .filter(PROVISIONER::equals)
                .isPresent();
        var released = volume.getStatus() != null
                && "Released".equals(volume.getStatus().getPhase());
        if (!ours
                || !released
                || !"Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy())
                || volume.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        try {
            FileTree.delete(Path.of(volume.getSpec().getHostPath().getPath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client.persistentVolumes().resource(volume).delete();
    }

    /** An informer's handler for which new and changed are the same. */
    private record EachChange<T>(Consumer<T> handler) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T added) {
            handler.accept(added);
        }

        @Override
        public void onUpdate(T before, T after) {
            handler.accept(after);
        }

        @Override
        public void onDelete(T deleted, boolean lastStateUnknown) {
            // Nothing to serve any more.
        }
    }
}
