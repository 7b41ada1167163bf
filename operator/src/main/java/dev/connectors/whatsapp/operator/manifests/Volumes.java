package dev.connectors.whatsapp.operator.manifests;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/** The volumes of a pod, and where the containers see them. */
final class Volumes {
    private static final String DATA = "data";
    private static final String SOCKET = "bridge-socket";
    private static final String TEMPORARY = "tmp";
    private static final String ACCOUNTS = "accounts";
    private static final String TOKEN = "internal";
    private static final String PROXIES = "proxies";
    private static final String KUBERNETES = "kubernetes";

    /** Kubernetes' default; the kubelet renews the file when four fifths of it are over. */
    private static final long KUBERNETES_TOKEN_SECONDS = 3600;

    /** 0644, Kubernetes' default. */
    private static final int READABLE = 420;
    /** 0440: the pod's user reads it through the pod's group. */
    private static final int READABLE_BY_GROUP = 288;

    private Volumes() {}

    static List<Volume> of(ConnectorPool pool, ShardId shard, String tokenSecretName) {
        var volumes = new ArrayList<>(List.of(
                new VolumeBuilder()
                        .withName(DATA)
                        .withNewPersistentVolumeClaim(shard.name(), null)
                        .build(),
                emptyFolder(SOCKET),
                emptyFolder(TEMPORARY),
                new VolumeBuilder()
                        .withName(ACCOUNTS)
                        .withNewConfigMap()
                        .withName(shard.name())
                        .withDefaultMode(READABLE)
                        .endConfigMap()
                        .build(),
                new VolumeBuilder()
                        .withName(TOKEN)
                        .withNewSecret()
                        .withSecretName(tokenSecretName)
                        .withDefaultMode(READABLE_BY_GROUP)
                        .endSecret()
                        .build(),
                new VolumeBuilder()
                        .withName(PROXIES)
                        .withNewSecret()
                        .withSecretName(Secrets.proxiesName(shard))
                        .withDefaultMode(READABLE_BY_GROUP)
                        .withOptional(true)
                        .endSecret()
                        .build()));
        if (pool.getSpec().accountApi().enabled()) {
            volumes.add(kubernetes());
        }
        return volumes;
    }

    /** What Kubernetes mounts by itself where it is let, for the connector alone: the bridge gets to see none of it. */
    private static Volume kubernetes() {
        return new VolumeBuilder()
                .withName(KUBERNETES)
                .withNewProjected()
                .withDefaultMode(READABLE_BY_GROUP)
                .addNewSource()
                .withNewServiceAccountToken(null, KUBERNETES_TOKEN_SECONDS, "token")
                .endSource()
                .addNewSource()
                .withNewConfigMap()
                .withName("kube-root-ca.crt")
                .addNewItem("ca.crt", null, "ca.crt")
                .endConfigMap()
                .endSource()
                .addNewSource()
                .withNewDownwardAPI()
                .addNewItem()
                .withPath("namespace")
                .withNewFieldRef("v1", "metadata.namespace")
                .endItem()
                .endDownwardAPI()
                .endSource()
                .endProjected()
                .build();
    }

    private static Volume emptyFolder(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    /** The connector tries whether the sessions' folder can be written, so it sees the volume, too. */
    static List<VolumeMount> ofConnector(ConnectorPool pool) {
        var mounts = new ArrayList<>(List.of(
                mount(DATA, Environment.DATA_FOLDER, false),
                mount(SOCKET, Environment.SOCKET_FOLDER, false),
                // The JDK and Tomcat know this folder by themselves.
                mount(TEMPORARY, "/tmp", false),
                mount(ACCOUNTS, Environment.ACCOUNTS_FOLDER, true),
                mount(TOKEN, Environment.TOKEN_FOLDER, true),
                mount(PROXIES, Environment.PROXIES_FOLDER, true)));
        if (pool.getSpec().accountApi().enabled()) {
            mounts.add(mount(KUBERNETES, Environment.KUBERNETES_FOLDER, true));
        }
        return mounts;
    }

    static List<VolumeMount> ofBridge() {
        return List.of(mount(DATA, Environment.DATA_FOLDER, false), mount(SOCKET, Environment.SOCKET_FOLDER, false));
    }

    private static VolumeMount mount(String volume, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withReadOnly(readOnly ? true : null)
                .build();
    }
}
