package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The resources in {@code samples/}: those that the API server takes, and those that it refuses. */
final class Samples {
    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "samples");

    private static final ObjectMapper YAML = new YAMLMapper();

    private Samples() {}

    /**
     * Something that the API server refuses.
     *
     * @param name what it is
     * @param before what is there already, if the resource is refused as a change
     * @param resource what is refused
     * @param message a part of the answer
     */
    record Invalid(String name, Optional<JsonNode> before, JsonNode resource, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Path> valid() {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().startsWith("valid-"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Invalid> invalid() {
        return StreamSupport.stream(read(FOLDER.resolve("invalid-cases.yaml")).spliterator(), false)
                .map(Samples::invalid)
                .toList();
    }

    private static Invalid invalid(JsonNode entry) {
        var sample = read(FOLDER.resolve(entry.path("sample").asText()));
        var before = Optional.of(entry.path("after")).filter(JsonNode::isObject).map(patch -> merge(sample, patch));
        return new Invalid(
                entry.path("name").asText(),
                before,
                merge(before.orElse(sample), entry.path("patch")),
                entry.path("message").asText());
    }

    static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(String text) throws IOException {
        return YAML.readTree(text);
    }

    /** JSON merge patch, RFC 7386. */
    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = target.isObject() ? target.deepCopy() : YAML.createObjectNode();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), merge(merged.path(field.getKey()), field.getValue()));
            }
        });
        return merged;
    }
}
