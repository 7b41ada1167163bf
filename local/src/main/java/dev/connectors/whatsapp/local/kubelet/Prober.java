package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks containers how they are, and tells them that they are to stop. Blocks; call it on a thread of its own. */
final class Prober {
    /** How it went, and what there is to say of it. */
    record Result(boolean success, String message) {}

    private Prober() {}

    /** Asks once. */
    static Result ask(Probe probe, Duration timeout, Container container, String podIp, ContainerLaunch launch) {
        if (probe.getHttpGet() != null) {
            return get(probe.getHttpGet(), timeout, container, podIp);
        }
        if (probe.getTcpSocket() != null) {
            return connect(probe.getTcpSocket(), timeout, container, podIp);
        }
        if (probe.getExec() != null) {
            return run(probe.getExec(), timeout, container, launch);
        }
        return new Result(false, "this kubelet has httpGet, tcpSocket and exec probes, and no others");
    }

    /** Runs a {@code preStop} hook; the rest of the grace period is all that it gets. */
    static Result hook(
            LifecycleHandler hook, Duration left, Container container, String podIp, ContainerLaunch launch) {
        if (hook.getHttpGet() != null) {
            return get(hook.getHttpGet(), left, container, podIp);
        }
        if (hook.getExec() != null) {
            return run(hook.getExec(), left, container, launch);
        }
        if (hook.getSleep() != null) {
            var wanted = Duration.ofSeconds(hook.getSleep().getSeconds());
            return sleep(wanted.compareTo(left) < 0 ? wanted : left);
        }
        return new Result(false, "this kubelet has httpGet, exec and sleep hooks, and no others");
    }

    private static Result get(HTTPGetAction action, Duration timeout, Container container, String podIp) {
        var headers = new LinkedHashMap<String, String>();
        for (HTTPHeader header : Optional.ofNullable(action.getHttpHeaders()).orElseGet(List::of)) {
            headers.put(header.getName(), header.getValue());
        }
        try {
            var target = new InetSocketAddress(host(action.getHost(), podIp), port(action.getPort(), container));
            var path = Optional.ofNullable(action.getPath())
                    .filter(p -> !p.isEmpty())
                    .orElse("/");
            var status = HttpCheck.status(target, "HTTPS".equals(action.getScheme()), path, headers, timeout);
            // A redirect counts, as long as nobody has to follow it.
            return new Result(status >= 200 && status < 400, "HTTP probe failed with statuscode: " + status);
        } catch (IOException | ContainerConfigException e) {
            return new Result(false, "Get %s: %s".formatted(action.getPath(), e.getMessage()));
        }
    }

    private static Result connect(TCPSocketAction action, Duration timeout, Container container, String podIp) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(host(action.getHost(), podIp), port(action.getPort(), container)),
                    Math.toIntExact(timeout.toMillis()));
            return new Result(true, "");
        } catch (IOException | ContainerConfigException e) {
            return new Result(false, "dial tcp: " + e.getMessage());
        }
    }

    private static Result run(ExecAction action, Duration timeout, Container container, ContainerLaunch launch) {
        var command = launch.inContainer(action.getCommand());
        try {
            var process = ContainerProcess.builder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Result(
                        process.exitValue() == 0,
                        "%s in %s ended with status %d"
                                .formatted(action.getCommand(), container.getName(), process.exitValue()));
            }
            ProcessFamily.kill(ProcessFamily.of(process.toHandle()));
            return new Result(false, "%s timed out after %s".formatted(action.getCommand(), timeout));
        } catch (IOException e) {
            return new Result(false, "%s cannot be run: %s".formatted(action.getCommand(), e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(false, "interrupted");
        }
    }

    private static Result sleep(Duration time) {
        try {
            Thread.sleep(time);
            return new Result(true, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(false, "interrupted");
        }
    }

    private static String host(String named, String podIp) {
        return Optional.ofNullable(named).filter(name -> !name.isEmpty()).orElse(podIp);
    }

    private static int port(IntOrString port, Container container) throws ContainerConfigException {
        if (port.getIntVal() != null) {
            return port.getIntVal();
        }
        return container.getPorts().stream()
                .filter(candidate -> port.getStrVal().equals(candidate.getName()))
                .map(candidate -> candidate.getContainerPort())
                .findFirst()
                .orElseThrow(() -> new ContainerConfigException(
                        "couldn't find port \"%s\" in container".formatted(port.getStrVal())));
    }
}
