package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds to a generated definition what the generator's annotations cannot say, and takes away what it says twice. */
final class CrdSchema {
    private static final int MAX_PORT = 65535;
    private static final int MAX_NAME = 256;

    private CrdSchema() {}

    static void complete(CustomResourceDefinition crd, Class<? extends CustomResource<?, ?>> type) {
        for (var version : crd.getSpec().getVersions()) {
            var root = version.getSchema().getOpenAPIV3Schema();
            var spec = property(root, "spec");
            var status = property(root, "status");
            tidy(root);
            leaveWordsOpen(status);
            listTypes(spec, status);
            bounds(spec);
            pointToKubernetes(spec);
            describe(root, spec, status, type);
            root.setRequired(List.of("spec"));
            inOrderOfAnnotations(version.getAdditionalPrinterColumns(), type);
        }
    }

    /**
     * A record's annotations stand on its field and on its accessor, so the generator finds each rule twice. An object's
     * default is the whole object; its empty lists and maps would only stand about in everybody's resources.
     */
    private static void tidy(JSONSchemaProps schema) {
        var rules = schema.getXKubernetesValidations();
        if (rules != null) {
            schema.setXKubernetesValidations(new ArrayList<>(new LinkedHashSet<>(rules)));
        }
        JsonNode standard = schema.getDefault();
        if (standard != null && standard.isObject()) {
            var values = JsonNodeFactory.instance.objectNode();
            standard.properties().stream()
                    .filter(field -> field.getValue().isValueNode())
                    .forEach(field -> values.set(field.getKey(), field.getValue()));
            schema.setDefault(values);
        }
        children(schema).forEach(CrdSchema::tidy);
    }

    /**
     * The operator alone writes the status. A newer one may know words that an older definition, which Helm does not
     * upgrade, would refuse.
     */
    private static void leaveWordsOpen(JSONSchemaProps schema) {
        schema.setEnum(null);
        children(schema).forEach(CrdSchema::leaveWordsOpen);
    }

    private static void listTypes(JSONSchemaProps spec, JSONSchemaProps status) {
        keyed(status, "conditions", "type");
        find(status, "shards").ifPresent(shards -> keyed(status, "shards", "ordinal"));
        find(spec, "imagePullSecrets").ifPresent(secrets -> keyed(spec, "imagePullSecrets", "name"));
        find(spec, "cordonedShards").ifPresent(shards -> shards.setXKubernetesListType("set"));
        find(spec, "networkPolicy", "egressPorts").ifPresent(ports -> ports.setXKubernetesListType("set"));
        for (var container : List.of("connector", "bridge")) {
            find(spec, container).ifPresent(schema -> keyed(schema, "env", "name"));
        }
    }

    private static void keyed(JSONSchemaProps schema, String list, String key) {
        var property = property(schema, list);
        property.setXKubernetesListType("map");
        property.setXKubernetesListMapKeys(List.of(key));
    }

    private static void bounds(JSONSchemaProps spec) {
        find(spec, "cordonedShards").ifPresent(shards -> between(shards, 0, Shards.MOST - 1));
        find(spec, "networkPolicy", "egressPorts").ifPresent(ports -> between(ports, 1, MAX_PORT));
        for (var container : List.of("connector", "bridge")) {
            // The API server bounds the cost of a rule by the bounds of what it looks at.
            find(spec, container, "env").ifPresent(env -> {
                property(item(env), "name").setMaxLength((long) MAX_NAME);
                item(env).setRequired(List.of("name"));
            });
        }
    }

    private static void between(JSONSchemaProps list, int least, int most) {
        item(list).setMinimum((double) least);
        item(list).setMaximum((double) most);
    }

    /** The descriptions of Kubernetes' own types are not to be had here; kubectl has them. */
    private static void pointToKubernetes(JSONSchemaProps spec) {
        for (var container : List.of("connector", "bridge")) {
            find(spec, container, "env").ifPresent(env -> pointTo(env, "pod.spec.containers.env"));
            find(spec, container, "resources").ifPresent(r -> pointTo(r, "pod.spec.containers.resources"));
        }
        find(spec, "pod", "affinity").ifPresent(affinity -> pointTo(affinity, "pod.spec.affinity"));
        find(spec, "pod", "tolerations").ifPresent(list -> pointTo(list, "pod.spec.tolerations"));
    }

    private static void pointTo(JSONSchemaProps schema, String path) {
        if (schema.getDescription() == null) {
            schema.setDescription("As in a Pod: kubectl explain " + path);
        }
        if (schema.getItems() != null) {
            properties(item(schema)).forEach((name, child) -> pointTo(child, path + "." + name));
        }
        properties(schema).forEach((name, child) -> pointTo(child, path + "." + name));
    }

    private static void describe(JSONSchemaProps root, JSONSchemaProps spec, JSONSchemaProps status, Class<?> type) {
        root.setDescription(description(type));
        spec.setDescription(description(typeOf(type, "Spec")));
        status.setDescription(description(typeOf(type, "Status")));
    }

    private static Class<?> typeOf(Class<?> resource, String part) {
        try {
            return Class.forName(resource.getName() + part);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String description(Class<?> type) {
        return type.getAnnotation(JsonClassDescription.class).value();
    }

    /** The generator sorts the columns by path; people read them in the order in which they were declared. */
    private static void inOrderOfAnnotations(List<CustomResourceColumnDefinition> columns, Class<?> type) {
        var order = Arrays.stream(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        columns.sort(Comparator.comparingInt(column -> order.indexOf(column.getName())));
    }

    static JSONSchemaProps property(JSONSchemaProps schema, String name) {
        return find(schema, name).orElseThrow(() -> new IllegalStateException("no property " + name));
    }

    static Optional<JSONSchemaProps> find(JSONSchemaProps schema, String... path) {
        var found = Optional.of(schema);
        for (var name : path) {
            found = found.map(parent -> properties(parent).get(name));
        }
        return found;
    }

    static JSONSchemaProps item(JSONSchemaProps list) {
        return list.getItems().getSchema();
    }

    static Map<String, JSONSchemaProps> properties(JSONSchemaProps schema) {
        return schema.getProperties() == null ? Map.of() : schema.getProperties();
    }

    static List<JSONSchemaProps> children(JSONSchemaProps schema) {
        var children = new ArrayList<>(properties(schema).values());
        if (schema.getItems() != null) {
            children.add(item(schema));
        }
        if (schema.getAdditionalProperties() != null
                && schema.getAdditionalProperties().getSchema() != null) {
            children.add(schema.getAdditionalProperties().getSchema());
        }
        return children;
    }
}
