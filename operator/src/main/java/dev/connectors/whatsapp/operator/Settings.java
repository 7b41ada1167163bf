package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.manifests.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the operator is told by its environment.
 *
 * @param namespace the one that it looks after
 * @param podName who it is among several
 * @param address on which it serves its health; empty for all
 * @param port for its health; 0 takes any free one
 */
record Settings(String namespace, String podName, Optional<String> address, int port, Images images) {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");
    private static final int HIGHEST_PORT = 65_535;
    private static final String DEFAULT_PORT = "8080";

    /** Everything that is wrong, for whoever has to put it right. */
    static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidException(List<String> problems) {
            super("The operator cannot start, because its environment is not right:\n  - "
                    + String.join("\n  - ", problems));
        }
    }

    /**
     * Reads and checks all of it.
     *
     * @throws InvalidException naming every variable that is wrong, its value, and what would be right
     */
    static Settings of(Map<String, String> environment) throws InvalidException {
        var reader = new Reader(environment);
        var namespace = reader.required("NAMESPACE", "the namespace that the operator looks after");
        if (!namespace.isEmpty() && !DNS_LABEL.matcher(namespace).matches()) {
            reader.problems.add("NAMESPACE is \"" + namespace + "\", but must be the name of a namespace");
        }
        var podName = reader.required("POD_NAME", "the name of the operator's pod, by which it is elected leader");
        var port = reader.port("PORT");
        var images = new Images(
                reader.required("CONNECTOR_IMAGE", "the image of the connector"),
                reader.required("BRIDGE_IMAGE", "the image of the bridge"));
        if (!reader.problems.isEmpty()) {
            throw new InvalidException(reader.problems);
        }
        return new Settings(namespace, podName, reader.value("SERVER_ADDRESS"), port, images);
    }

    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        Optional<String> value(String name) {
            return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        String required(String name, String meaning) {
            return value(name).orElseGet(() -> {
                problems.add(name + " is not set; it must be " + meaning);
                return "";
            });
        }

        int port(String name) {
            var text = value(name).orElse(DEFAULT_PORT);
            try {
                var port = Integer.parseInt(text);
                if (port >= 0 && port <= HIGHEST_PORT) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Falls through to the same remedy.
            }
            problems.add(name + " is \"" + text + "\", but must be a number from 0 to " + HIGHEST_PORT);
            return 0;
        }
    }
}
