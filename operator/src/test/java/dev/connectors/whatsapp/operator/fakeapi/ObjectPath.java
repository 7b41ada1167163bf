package dev.connectors.whatsapp.operator.fakeapi;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a collection, or an object in it, is found. Only namespaces have any.
 *
 * @param collection {@code /api/v1/namespaces/whatsapp/configmaps}
 * @param name of the object; empty for the whole collection
 */
record ObjectPath(String collection, Optional<String> name, Optional<String> subresource) {
    /** Parts up to and with the plural: {@code api/v1/namespaces/NAME/PLURAL}, and one more for a group. */
    private static final int CORE = 5;

    private static final int GROUP = 6;

    /** Empty for whatever is no path of a namespace. */
    static Optional<ObjectPath> parse(String path) {
        var parts = List.of(path.substring(1).split("/", -1));
        var length = parts.getFirst().equals("api") ? CORE : GROUP;
        if (parts.size() < length || !parts.get(length - 3).equals("namespaces")) {
            return Optional.empty();
        }
        return Optional.of(new ObjectPath(
                "/" + String.join("/", parts.subList(0, length)), part(parts, length), part(parts, length + 1)));
    }

    static ObjectPath of(Class<? extends HasMetadata> kind, String namespace, String name) {
        var group = HasMetadata.getGroup(kind);
        return new ObjectPath(
                String.join(
                        "/",
                        group.isEmpty() ? "/api" : "/apis/" + group,
                        HasMetadata.getVersion(kind),
                        "namespaces",
                        namespace,
                        HasMetadata.getPlural(kind)),
                Optional.of(name),
                Optional.empty());
    }

    String plural() {
        return Arrays.asList(collection.split("/", -1)).getLast();
    }

    String namespace() {
        return Arrays.asList(collection.split("/", -1)).reversed().get(1);
    }

    /** By which the object is kept, whichever part of it is meant. */
    String object() {
        return collection + "/" + name.orElseThrow();
    }

    private static Optional<String> part(List<String> parts, int index) {
        return index < parts.size() ? Optional.of(parts.get(index)) : Optional.empty();
    }
}
