package dev.connectors.whatsapp.operator.api;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The CRDs as files: where they are, and what they would be if they were generated now. */
public final class CrdFiles {
    public static final Path FOLDER =
            Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolveSibling("crds");

    private static final String HEADER = """
            # Generated from operator/src/main/java/…/api. To write it anew:
            # mvn -f operator/pom.xml test -Dtest=CrdTest -Dcrds.update=true
            """;

    private static final Pattern WHOLE_NUMBER = Pattern.compile("((?:minimum|maximum): [0-9]+)[.]0\\b");

    private CrdFiles() {}

    /** File name → content. */
    static Map<String, String> generated() {
        var files = new TreeMap<String, String>();
        for (var crd : List.of(definition(WhatsAppAccount.class), definition(ConnectorPool.class))) {
            var yaml = Serialization.asYaml(crd).replace("---\n", "");
            files.put(
                    crd.getMetadata().getName() + ".yaml",
                    HEADER + WHOLE_NUMBER.matcher(yaml).replaceAll("$1"));
        }
        return files;
    }

    static CustomResourceDefinition definition(Class<? extends CustomResource<?, ?>> type) {
        var yaml = new ByteArrayOutputStream();
        new CRDGenerator()
                .withParallelGenerationEnabled(false)
                .forCRDVersions("v1")
                .customResourceClasses(type)
                .withOutput(new OneFile(yaml))
                .generate();
        var crd = Serialization.unmarshal(yaml.toString(StandardCharsets.UTF_8), CustomResourceDefinition.class);
        CrdSchema.complete(crd, type);
        return crd;
    }

    private record OneFile(ByteArrayOutputStream bytes) implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
        @Override
        public ByteArrayOutputStream outputFor(String name) {
            return bytes;
        }

        /** The generator wants to know of a file; nothing is written there. */
        @Override
        public URI crdURI(String name) {
            return FOLDER.resolve(name).toUri();
        }

        @Override
        public void close() {}
    }
}
