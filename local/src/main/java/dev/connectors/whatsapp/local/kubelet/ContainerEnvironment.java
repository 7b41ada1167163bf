package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The environment that a container's specification asks for, before mount paths are replaced: {@code envFrom} first,
 * then {@code env} in its order, where a value may refer to those before it.
 */
final class ContainerEnvironment {
    private final PodFields fields;
    private final ObjectLookup objects;

    ContainerEnvironment(PodFields fields, ObjectLookup objects) {
        this.fields = fields;
        this.objects = objects;
    }

    /**
     * @param given variables that are there already, which values may refer to and replace
     * @throws ContainerConfigException when a reference leads nowhere and is not optional
     */
    Map<String, String> of(Container container, Map<String, String> given) throws ContainerConfigException {
        var variables = new LinkedHashMap<>(given);
        for (var source : container.getEnvFrom()) {
            addAll(source, variables);
        }
        for (var variable : container.getEnv()) {
            add(variable, container, variables);
        }
        return variables;
    }

    /** What the image sets; a value may refer to the pod's address as {@code $(POD_IP)}. */
    Map<String, String> of(ContainerCommand image) {
        var variables = new LinkedHashMap<String, String>();
        image.environment()
                .forEach((name, value) ->
                        variables.put(name, Expansion.expand(value, Map.of("POD_IP", fields.address()))));
        return variables;
    }

    private void addAll(EnvFromSource source, Map<String, String> variables) throws ContainerConfigException {
        var prefix = Optional.ofNullable(source.getPrefix()).orElse("");
        if (source.getConfigMapRef() != null) {
            var reference = source.getConfigMapRef();
            found(configMap(reference.getName()), "configmap", reference.getName(), reference.getOptional())
                    .ifPresent(values -> values.forEach((key, value) -> variables.put(prefix + key, value)));
        }
        if (source.getSecretRef() != null) {
            var reference = source.getSecretRef();
            found(secret(reference.getName()), "secret", reference.getName(), reference.getOptional())
                    .ifPresent(values -> values.forEach((key, value) -> variables.put(prefix + key, value)));
        }
    }

    private void add(EnvVar variable, Container container, Map<String, String> variables)
            throws ContainerConfigException {
        var source = variable.getValueFrom();
        if (source == null) {
            var text = Optional.ofNullable(variable.getValue()).orElse("");
            variables.put(variable.getName(), Expansion.expand(text, variables));
        } else {
            value(source, container).ifPresent(value -> variables.put(variable.getName(), value));
        }
    }

    private Optional<String> value(EnvVarSource source, Container container) throws ContainerConfigException {
        if (source.getFieldRef() != null) {
            return Optional.of(fields.field(source.getFieldRef().getFieldPath()));
        }
        if (source.getResourceFieldRef() != null) {
            return Optional.of(fields.resource(source.getResourceFieldRef(), container));
        }
        if (source.getConfigMapKeyRef() != null) {
            var reference = source.getConfigMapKeyRef();
            return key(
                    found(configMap(reference.getName()), "configmap", reference.getName(), reference.getOptional()),
                    reference.getKey(),
                    "ConfigMap " + reference.getName(),
                    reference.getOptional());
        }
        if (source.getSecretKeyRef() != null) {
            var reference = source.getSecretKeyRef();
            return key(
                    found(secret(reference.getName()), "secret", reference.getName(), reference.getOptional()),
                    reference.getKey(),
                    "Secret " + reference.getName(),
                    reference.getOptional());
        }
        throw new ContainerConfigException("unsupported valueFrom");
    }

    private Optional<Map<String, String>> configMap(String name) {
        return objects.configMap(name).map(ConfigMap::getData).map(data -> data == null ? Map.of() : data);
    }

    private Optional<Map<String, String>> secret(String name) {
        return objects.secret(name).map(Secret::getData).map(data -> {
            var decoded = new LinkedHashMap<String, String>();
            data.forEach((key, value) ->
                    decoded.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
            return decoded;
        });
    }

    private static Optional<Map<String, String>> found(
            Optional<Map<String, String>> values, String kind, String name, Boolean optional)
            throws ContainerConfigException {
        if (values.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new ContainerConfigException("%s \"%s\" not found".formatted(kind, name));
        }
        return values;
    }

    private static Optional<String> key(
            Optional<Map<String, String>> values, String key, String where, Boolean optional)
            throws ContainerConfigException {
        var value = values.map(all -> all.get(key));
        if (value.isEmpty() && !Boolean.TRUE.equals(optional)) {
            throw new ContainerConfigException("couldn't find key %s in %s".formatted(key, where));
        }
        return value;
    }
}
