package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From a container's specification to the process that stands for it. The order of the environment: a few variables of
 * this machine, the image's, Kubernetes' own, the container's; later ones win.
 */
final class ContainerLaunches {
    /** By these the processes of a container are found again, also those that left their parent. */
    static final String MARK = "LOCAL_KUBELET_CONTAINER";

    private static final List<String> OF_THIS_MACHINE = List.of("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME");

    private final Map<String, String> machine;
    private final URI apiServer;

    /** @param machine the environment of this JVM */
    ContainerLaunches(Map<String, String> machine, URI apiServer) {
        this.machine = Map.copyOf(machine);
        this.apiServer = apiServer;
    }

    /**
     * @param home a folder of the container's own
     * @param mark what the processes are to be known by
     * @throws ContainerConfigException when a reference leads nowhere
     */
    ContainerLaunch of(
            Pod pod,
            Container container,
            ContainerCommand image,
            ContainerEnvironment environments,
            PodVolumes volumes,
            Path home,
            String mark)
            throws ContainerConfigException {
        var own = environments.of(container, ofKubernetes(pod));
        var mounts = volumes.mounts(container, own);
        var environment = ofMachine(home);
        environment.putAll(environments.of(image));
        environment.putAll(forClients(pod, mounts));
        own.forEach((name, value) -> environment.put(name, mounts.apply(value)));
        environment.put(MARK, mark);
        return new ContainerLaunch(
                arguments(container, image, own, mounts), environment, directory(container, image, mounts), mounts);
    }

    private static List<String> arguments(
            Container container, ContainerCommand image, Map<String, String> variables, MountPaths mounts) {
        var arguments = new ArrayList<String>();
        if (container.getCommand().isEmpty()) {
            // What stands for the image is written for this machine already.
            arguments.addAll(image.entrypoint());
        } else {
            container.getCommand().forEach(text -> arguments.add(mounts.apply(Expansion.expand(text, variables))));
        }
        if (!container.getArgs().isEmpty()) {
            container.getArgs().forEach(text -> arguments.add(mounts.apply(Expansion.expand(text, variables))));
        } else if (container.getCommand().isEmpty()) {
            arguments.addAll(image.arguments());
        }
        return arguments;
    }

    private static Path directory(Container container, ContainerCommand image, MountPaths mounts) {
        return Optional.ofNullable(container.getWorkingDir())
                .filter(directory -> !directory.isEmpty())
                .map(mounts::apply)
                .map(Path::of)
                .orElse(image.directory());
    }

    private Map<String, String> ofMachine(Path home) {
        var variables = new LinkedHashMap<String, String>();
        for (var name : OF_THIS_MACHINE) {
            Optional.ofNullable(machine.get(name)).ifPresent(value -> variables.put(name, value));
        }
        variables.put("HOME", home.toString());
        return variables;
    }

    /** What every container in Kubernetes has. */
    private Map<String, String> ofKubernetes(Pod pod) {
        var port = Integer.toString(apiServer.getPort());
        var variables = new LinkedHashMap<String, String>();
        variables.put(
                "HOSTNAME",
                Optional.ofNullable(pod.getSpec().getHostname())
                        .orElse(pod.getMetadata().getName()));
        variables.put("KUBERNETES_SERVICE_HOST", apiServer.getHost());
        variables.put("KUBERNETES_SERVICE_PORT", port);
        variables.put("KUBERNETES_SERVICE_PORT_HTTPS", port);
        return variables;
    }

    /** For the fabric8 client, which would look for the service account's files where they cannot be. */
    private Map<String, String> forClients(Pod pod, MountPaths mounts) {
        return mounts.at(PodVolumes.SERVICE_ACCOUNT_PATH)
                .map(folder -> Map.of(
                        "KUBERNETES_MASTER", apiServer.toString(),
                        "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN",
                                folder.resolve("token").toString(),
                        "KUBERNETES_CERTS_CA_FILE", folder.resolve("ca.crt").toString(),
                        "KUBERNETES_NAMESPACE", pod.getMetadata().getNamespace()))
                .orElse(Map.of());
    }
}
