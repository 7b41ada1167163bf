package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The downward API: fields of a pod, and resources of its containers, as text. */
final class PodFields {
    private static final Pattern ENTRY = Pattern.compile("metadata\\.(labels|annotations)\\['(.*)']");

    private final Pod pod;
    private final PodFacts facts;

    PodFields(Pod pod, PodFacts facts) {
        this.pod = pod;
        this.facts = facts;
    }

    String address() {
        return facts.podIp();
    }

    /** @throws ContainerConfigException when there is no such field; a label that is not set is empty */
    String field(String path) throws ContainerConfigException {
        var entry = ENTRY.matcher(path);
        if (entry.matches()) {
            var map = entry.group(1).equals("labels")
                    ? pod.getMetadata().getLabels()
                    : pod.getMetadata().getAnnotations();
            return Optional.ofNullable(map).map(all -> all.get(entry.group(2))).orElse("");
        }
        return switch (path) {
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            case "metadata.uid" -> pod.getMetadata().getUid();
            case "metadata.labels" -> lines(pod.getMetadata().getLabels());
            case "metadata.annotations" -> lines(pod.getMetadata().getAnnotations());
            case "spec.nodeName" -> pod.getSpec().getNodeName();
            case "spec.serviceAccountName" -> pod.getSpec().getServiceAccountName();
            case "status.podIP", "status.podIPs" -> facts.podIp();
            case "status.hostIP", "status.hostIPs" -> facts.hostIp();
            default -> throw new ContainerConfigException("unsupported fieldPath \"%s\"".formatted(path));
        };
    }

    /** A limit or request in units of the divisor, rounded up; without a limit, what the node has. */
    String resource(ResourceFieldSelector selector, Container ofContainer) throws ContainerConfigException {
        var container = Optional.ofNullable(selector.getContainerName())
                .filter(name -> !name.isEmpty())
                .map(this::container)
                .orElse(Optional.of(ofContainer))
                .orElseThrow(() ->
                        new ContainerConfigException("no container \"%s\"".formatted(selector.getContainerName())));
        var parts = selector.getResource().split("\\.", 2);
        var resources = Optional.ofNullable(container.getResources());
        var limit = resources.map(all -> all.getLimits()).map(all -> all.get(parts[1]));
        var amount = switch (parts[0]) {
            case "limits" ->
                limit.or(() -> Optional.ofNullable(facts.allocatable().get(parts[1])));
            case "requests" ->
                resources
                        .map(all -> all.getRequests())
                        .map(all -> all.get(parts[1]))
                        .or(() -> limit);
            default ->
                throw new ContainerConfigException("unsupported resource \"%s\"".formatted(selector.getResource()));
        };
        return inUnitsOf(selector.getDivisor(), amount);
    }

    private static String inUnitsOf(Quantity divisor, Optional<Quantity> amount) {
        var unit = Optional.ofNullable(divisor)
                .map(Quantity::getAmountInBytes)
                .filter(size -> size.signum() > 0)
                .orElse(BigDecimal.ONE);
        return amount.map(Quantity::getAmountInBytes)
                .orElse(BigDecimal.ZERO)
                .divide(unit, 0, RoundingMode.CEILING)
                .toPlainString();
    }

    private Optional<Container> container(String name) {
        return Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .filter(container -> container.getName().equals(name))
                .findFirst();
    }

    /** One line for each: {@code key="value"}, in the order of the keys. */
    private static String lines(Map<String, String> entries) {
        return new TreeMap<>(Optional.ofNullable(entries).orElse(Map.of()))
                .entrySet().stream()
                        .map(entry -> "%s=\"%s\""
                                .formatted(
                                        entry.getKey(),
                                        entry.getValue()
                                                .replace("\\", "\\\\")
                                                .replace("\"", "\\\"")
                                                .replace("\n", "\\n")))
                        .collect(Collectors.joining("\n"));
    }
}
