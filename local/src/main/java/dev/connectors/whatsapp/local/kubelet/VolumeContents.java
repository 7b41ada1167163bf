package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the files of a volume hold, by their path in it. */
final class VolumeContents {
    private static final int DEFAULT_MODE = 0644;

    private final Supplier<PodFields> fields;
    private final ObjectLookup objects;

    /** @param fields of the pod as it is when a volume is written */
    VolumeContents(Supplier<PodFields> fields, ObjectLookup objects) {
        this.fields = fields;
        this.objects = objects;
    }

    /** @throws ContainerConfigException when there is no such ConfigMap or key, and it is not optional */
    Map<String, FileContent> configMap(String name, List<KeyToPath> items, Integer mode, Boolean optional)
            throws ContainerConfigException {
        var data = required(objects.configMap(name).map(VolumeContents::bytes), "configmap", name, optional);
        return selected(data, items, mode, "configmap \"%s\"".formatted(name), optional);
    }

    /** @throws ContainerConfigException when there is no such Secret or key, and it is not optional */
    Map<String, FileContent> secret(String name, List<KeyToPath> items, Integer mode, Boolean optional)
            throws ContainerConfigException {
        var data = required(objects.secret(name).map(VolumeContents::bytes), "secret", name, optional);
        return selected(data, items, mode, "secret \"%s\"".formatted(name), optional);
    }

    /** @throws ContainerConfigException when there is no such field */
    Map<String, FileContent> downwardApi(List<DownwardAPIVolumeFile> items, Integer mode)
            throws ContainerConfigException {
        var files = new LinkedHashMap<String, FileContent>();
        for (var item : items) {
            var text = item.getFieldRef() != null
                    ? fields.get().field(item.getFieldRef().getFieldPath())
                    : fields.get().resource(item.getResourceFieldRef(), new Container());
            files.put(
                    item.getPath(), new FileContent(text.getBytes(StandardCharsets.UTF_8), mode(item.getMode(), mode)));
        }
        return files;
    }

    static int mode(Integer ofItem, Integer ofVolume) {
        return Optional.ofNullable(ofItem)
                .or(() -> Optional.ofNullable(ofVolume))
                .orElse(DEFAULT_MODE);
    }

    private static Map<String, byte[]> required(
            Optional<Map<String, byte[]>> data, String kind, String name, Boolean optional)
            throws ContainerConfigException {
        if (data.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new ContainerConfigException("%s \"%s\" not found".formatted(kind, name));
        }
        return data.orElse(Map.of());
    }

    private static Map<String, FileContent> selected(
            Map<String, byte[]> data, List<KeyToPath> items, Integer mode, String where, Boolean optional)
            throws ContainerConfigException {
        var files = new LinkedHashMap<String, FileContent>();
        if (items.isEmpty()) {
            data.forEach((key, bytes) -> files.put(key, new FileContent(bytes, mode(mode, mode))));
        }
        for (var item : items) {
            var bytes = data.get(item.getKey());
            if (bytes != null) {
                files.put(item.getPath(), new FileContent(bytes, mode(item.getMode(), mode)));
            } else if (!Boolean.TRUE.equals(optional)) {
                throw new ContainerConfigException("%s has no key \"%s\"".formatted(where, item.getKey()));
            }
        }
        return files;
    }

    private static Map<String, byte[]> bytes(ConfigMap map) {
        var bytes = new LinkedHashMap<String, byte[]>();
        Optional.ofNullable(map.getData())
                .orElse(Map.of())
                .forEach((key, text) -> bytes.put(key, text.getBytes(StandardCharsets.UTF_8)));
        Optional.ofNullable(map.getBinaryData())
                .orElse(Map.of())
                .forEach((key, base64) -> bytes.put(key, Base64.getDecoder().decode(base64)));
        return bytes;
    }

    private static Map<String, byte[]> bytes(Secret secret) {
        var bytes = new LinkedHashMap<String, byte[]>();
        Optional.ofNullable(secret.getData())
                .orElse(Map.of())
                .forEach((key, base64) -> bytes.put(key, Base64.getDecoder().decode(base64)));
        return bytes;
    }
}
