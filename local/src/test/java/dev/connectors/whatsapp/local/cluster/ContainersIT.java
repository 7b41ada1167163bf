package dev.connectors.whatsapp.local.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How the containers of a pod begin, live and end. */
@Tag("kubernetes")
class ContainersIT {
    @RegisterExtension
    static final LocalClusterExtension CLUSTER = new LocalClusterExtension(Cluster.IMAGES);

    @TempDir
    Path temporary;

    @Test
    void startsSidecarsFirstAndStopsThemLast(TestNamespace namespace) {
        var cluster = new Cluster(namespace);
        var script = "echo NAME up >> $D/order; trap 'echo NAME down >> $D/order; exit 0' TERM; sleep 600 & wait";
        cluster.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: order}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: order}
                spec:
                  initContainers:
                  - {name: first, image: shell, restartPolicy: Always, args: ["%s"], env: &env [{name: D, value: /d}],
                     volumeMounts: &mounts [{name: d, mountPath: /d}],
                     startupProbe: {exec: {command: [test, -e, /d/init-may-start]}, periodSeconds: 1, failureThreshold: 60}}
                  - {name: init, image: shell, args: ["echo init >> $D/order"], env: *env, volumeMounts: *mounts}
                  - {name: second, image: shell, restartPolicy: Always, args: ["%s"], env: *env, volumeMounts: *mounts,
                     startupProbe: {exec: {command: [grep, second, /d/order]}, periodSeconds: 1}}
                  containers:
                  - {name: main, image: shell, args: ["%s"], env: *env, volumeMounts: *mounts}
                  volumes: [{name: d, persistentVolumeClaim: {claimName: order}}]
                """.formatted(
                script.replace("NAME", "first"), script.replace("NAME", "second"), script.replace("NAME", "main")));
        var waiting = cluster.awaitPod(
                "order",
                pod -> pod.getStatus().getInitContainerStatuses().stream()
                        .anyMatch(status -> status.getState().getRunning() != null));
        assertThat(waiting.getStatus().getPhase()).isEqualTo("Pending");
        var client = cluster.cluster().client();
        var volume = client.persistentVolumes()
                .withName(client.persistentVolumeClaims()
                        .inNamespace(cluster.namespace())
                        .withName("order")
                        .get()
                        .getSpec()
                        .getVolumeName())
                .get();
        var folder = Path.of(volume.getSpec().getHostPath().getPath());
        assertThat(folder.resolve("order")).hasContent("first up");

        Cluster.write(folder.resolve("init-may-start"));
        cluster.awaitReady("order");
        client.pods().inNamespace(cluster.namespace()).withName("order").delete();
        cluster.awaitGone("order");

        assertThat(folder.resolve("order"))
                .hasContent("first up\ninit\nsecond up\nmain up\nmain down\nsecond down\nfirst down");
    }

    @Test
    void actsOnProbes(TestNamespace namespace) throws IOException {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: web
                    ports: [{name: http, containerPort: 8080}]
                    env:
                    - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                    - {name: FILES, value: /files}
                    volumeMounts: [{name: files, mountPath: /files}]
                    startupProbe: {tcpSocket: {port: http}, periodSeconds: 1, failureThreshold: 30}
                    livenessProbe:
                      httpGet: {path: /live, port: http, httpHeaders: &greeting [{name: X-Greeting, value: hello}]}
                      periodSeconds: 1
                      failureThreshold: 3
                    readinessProbe:
                      httpGet: {path: /ready, port: http, httpHeaders: *greeting}
                      periodSeconds: 1
                      failureThreshold: 1
                  volumes: [{name: files, hostPath: {path: %s}}]
                """.formatted(folderWith("live", "ready")));
        var files = Path.of(cluster.pod("web")
                .getSpec()
                .getVolumes()
                .getFirst()
                .getHostPath()
                .getPath());
        cluster.awaitReady("web");

        Files.delete(files.resolve("ready"));
        cluster.awaitPod("web", pod -> !Cluster.isReady(pod.getStatus()));
        assertThat(main(cluster, "web").getRestartCount()).isZero();

        Files.delete(files.resolve("live"));
        cluster.awaitPod(
                "web", pod -> restarts(pod.getStatus().getContainerStatuses().getFirst()) == 1);
        assertThat(main(cluster, "web").getLastState().getTerminated().getExitCode())
                .isEqualTo(143);

        Cluster.write(files.resolve("live"));
        Cluster.write(files.resolve("ready"));
        cluster.awaitReady("web");
    }

    @Test
    void restartsWhatCrashesWithBackoff(TestNamespace namespace) throws IOException, InterruptedException {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: crashing}
                spec:
                  containers: [{name: main, image: shell, args: ['echo run; exit 3']}]
                """);

        var pod = cluster.awaitPod(
                "crashing",
                found -> found.getStatus().getContainerStatuses().stream()
                        .anyMatch(status -> restarts(status) >= 2
                                && status.getState().getWaiting() != null
                                && "CrashLoopBackOff"
                                        .equals(status.getState().getWaiting().getReason())));

        var status = pod.getStatus().getContainerStatuses().getFirst();
        assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(3);
        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
        assertThat(Cluster.isReady(pod.getStatus())).isFalse();
        assertThat(cluster.kubectl("logs", "crashing", "--previous")).contains("run");
    }

    @Test
    void endsEverythingThatAContainerHasStarted(TestNamespace namespace) {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: parent}
                spec:
                  restartPolicy: Never
                  containers: [{name: main, image: shell, args: ['sleep 601 & echo child $!; exit 0']}]
                """);

        cluster.awaitPod("parent", pod -> "Succeeded".equals(pod.getStatus().getPhase()));

        var child = Long.parseLong(cluster.log("parent", "main").replaceAll("\\D", ""));
        await().atMost(Cluster.DEADLINE).until(() -> !Cluster.runs(child));
    }

    @Test
    void killsWhatDoesNotStopInItsGracePeriod(TestNamespace namespace) {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: stubborn}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - {name: main, image: shell, args: ['trap "" TERM; sleep 602 & echo up; while :; do sleep 0.1; done']}
                """);
        var pod = cluster.awaitReady("stubborn");
        cluster.awaitLog("stubborn", "main", "up");

        cluster.cluster().client().pods().resource(pod).delete();
        cluster.awaitGone("stubborn");

        assertThat(Cluster.runs(Cluster.pid(pod, "main"))).isFalse();
    }

    private static ContainerStatus main(Cluster cluster, String pod) {
        return cluster.pod(pod).getStatus().getContainerStatuses().getFirst();
    }

    private static int restarts(ContainerStatus status) {
        return status.getRestartCount();
    }

    private Path folderWith(String... names) throws IOException {
        var folder = Files.createTempDirectory(temporary, "files");
        for (var name : names) {
            Cluster.write(folder.resolve(name));
        }
        return folder;
    }
}
