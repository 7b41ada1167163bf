package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The volumes of one pod as folders. ConfigMaps, Secrets, tokens and the downward API are written again when they
 * change; a claim's folder and a folder of the host are used where they are.
 */
final class PodVolumes {
    /** Where the ServiceAccount admission plugin mounts the token. */
    static final String SERVICE_ACCOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

    private final Path podFolder;
    private final VolumeContents contents;
    private final ProjectedTokens tokens;
    private final ClaimLookup claims;
    private final Map<String, AtomicFolder> written = new HashMap<>();
    private final Map<String, Path> folders = new HashMap<>();

    /** @param podFolder is short, because a Unix domain socket in a volume may have 107 bytes of path in all */
    PodVolumes(Path podFolder, VolumeContents contents, ProjectedTokens tokens, ClaimLookup claims) {
        this.podFolder = podFolder;
        this.contents = contents;
        this.tokens = tokens;
        this.claims = claims;
    }

    /**
     * Makes the volumes, or brings them up to date.
     *
     * @throws ContainerConfigException when something that a volume needs is missing; the others are done nevertheless
     */
    void write(Pod pod) throws ContainerConfigException {
        var problems = new LinkedHashMap<String, String>();
        for (var volume : pod.getSpec().getVolumes()) {
            try {
                folders.put(volume.getName(), write(pod, volume));
            } catch (ContainerConfigException e) {
                problems.put(volume.getName(), e.getMessage());
            } catch (IOException e) {
                problems.put(volume.getName(), e.toString());
            }
        }
        if (!problems.isEmpty()) {
            var text = new StringBuilder();
            problems.forEach((volume, problem) -> text.append(text.isEmpty() ? "" : "; ")
                    .append("MountVolume.SetUp failed for volume \"%s\": %s".formatted(volume, problem)));
            throw new ContainerConfigException(text.toString());
        }
    }

    /** When a token has to be renewed. */
    Optional<Instant> nextRenewal() {
        return tokens.nextRenewal();
    }

    /**
     * Where the mounts of a container lead.
     *
     * @throws ContainerConfigException for what a process cannot have
     */
    MountPaths mounts(Container container, Map<String, String> environment) throws ContainerConfigException {
        var mounts = new HashMap<String, Path>();
        for (var mount : container.getVolumeMounts()) {
            mounts.put(mount.getMountPath(), folder(mount, environment));
        }
        return new MountPaths(mounts);
    }

    private Path folder(VolumeMount mount, Map<String, String> environment) throws ContainerConfigException {
        var folder = folders.get(mount.getName());
        if (folder == null) {
            throw new ContainerConfigException("volume \"%s\" is not there".formatted(mount.getName()));
        }
        var subPath = Optional.ofNullable(mount.getSubPath())
                .or(() -> Optional.ofNullable(mount.getSubPathExpr()).map(text -> Expansion.expand(text, environment)))
                .filter(path -> !path.isEmpty());
        if (subPath.isEmpty()) {
            return folder;
        }
        var below = folder.resolve(subPath.get());
        try {
            return written.containsKey(mount.getName()) ? below : Files.createDirectories(below);
        } catch (IOException e) {
            throw new ContainerConfigException(
                    "subPath \"%s\" of volume \"%s\" cannot be made: %s".formatted(subPath.get(), mount.getName(), e));
        }
    }

    private Path write(Pod pod, Volume volume) throws ContainerConfigException, IOException {
        if (volume.getEmptyDir() != null) {
            return Files.createDirectories(podFolder.resolve(volume.getName()));
        }
        if (volume.getHostPath() != null) {
            return Files.createDirectories(Path.of(volume.getHostPath().getPath()));
        }
        if (volume.getPersistentVolumeClaim() != null) {
            return claims.folder(
                    pod.getMetadata().getNamespace(),
                    volume.getPersistentVolumeClaim().getClaimName());
        }
        if (volume.getEphemeral() != null) {
            return claims.folder(
                    pod.getMetadata().getNamespace(), pod.getMetadata().getName() + "-" + volume.getName());
        }
        var folder = podFolder.resolve(volume.getName());
        written.computeIfAbsent(volume.getName(), name -> new AtomicFolder(folder))
                .write(files(pod, volume));
        return folder;
    }

    private Map<String, FileContent> files(Pod pod, Volume volume) throws ContainerConfigException {
        if (volume.getConfigMap() != null) {
            var source = volume.getConfigMap();
            return contents.configMap(
                    source.getName(), source.getItems(), source.getDefaultMode(), source.getOptional());
        }
        if (volume.getSecret() != null) {
            var source = volume.getSecret();
            return contents.secret(
                    source.getSecretName(), source.getItems(), source.getDefaultMode(), source.getOptional());
        }
        if (volume.getDownwardAPI() != null) {
            return contents.downwardApi(
                    volume.getDownwardAPI().getItems(), volume.getDownwardAPI().getDefaultMode());
        }
        if (volume.getProjected() != null) {
            return projected(pod, volume.getProjected());
        }
        throw new ContainerConfigException("this kubelet has no such kind of volume; it has configMap, secret,"
                + " downwardAPI, projected, emptyDir, hostPath, persistentVolumeClaim and ephemeral");
    }

    private Map<String, FileContent> projected(Pod pod, ProjectedVolumeSource volume) throws ContainerConfigException {
        var mode = volume.getDefaultMode();
        var files = new LinkedHashMap<String, FileContent>();
        for (var source : volume.getSources()) {
            if (source.getConfigMap() != null) {
                var map = source.getConfigMap();
                files.putAll(contents.configMap(map.getName(), map.getItems(), mode, map.getOptional()));
            }
            if (source.getSecret() != null) {
                var secret = source.getSecret();
                files.putAll(contents.secret(secret.getName(), secret.getItems(), mode, secret.getOptional()));
            }
            if (source.getDownwardAPI() != null) {
                files.putAll(contents.downwardApi(source.getDownwardAPI().getItems(), mode));
            }
            if (source.getServiceAccountToken() != null) {
                var projection = source.getServiceAccountToken();
                var token = tokens.token(pod, projection).getBytes(StandardCharsets.UTF_8);
                files.put(projection.getPath(), new FileContent(token, VolumeContents.mode(mode, mode)));
            }
        }
        return files;
    }
}
