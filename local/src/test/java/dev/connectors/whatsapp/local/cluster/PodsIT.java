package dev.connectors.whatsapp.local.cluster;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Pods as processes, under the real control plane. */
@Tag("kubernetes")
class PodsIT {
    @RegisterExtension
    static final LocalClusterExtension CLUSTER = new LocalClusterExtension(Cluster.IMAGES);

    @Test
    void runsAPodWithItsEnvironmentAndItsFiles(TestNamespace namespace) {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {colour: blue, list.txt: one}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: key}
                stringData: {password: sesame}
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: hello
                  labels: {app: demo}
                  annotations: {note: "a note"}
                spec:
                  containers:
                  - name: main
                    image: shell:1.0@sha256:0123456789012345678901234567890123456789012345678901234567890123
                    command: [sh, -c]
                    args:
                    - |
                      echo "$POD_NAME $POD_IP $APP $NOTE $colour $PASSWORD $GREETING $CPU"
                      cat $LIST; stat -L -c %a /etc/settings/list.txt; ls /etc/settings; cat "$SOCKET_DIR" 2>&1 | head -1
                      sleep 600
                    envFrom: [{configMapRef: {name: settings}}]
                    env:
                    - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                    - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                    - {name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
                    - {name: NOTE, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['note']"}}}
                    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: key, key: password}}}
                    - {name: GREETING, value: "$(POD_NAME)-$(APP)"}
                    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
                    - {name: LIST, value: /etc/settings/list.txt}
                    - {name: SOCKET_DIR, value: "/run/sockets"}
                    resources: {limits: {cpu: 500m}}
                    volumeMounts:
                    - {name: settings, mountPath: /etc/settings}
                    - {name: sockets, mountPath: /run/sockets}
                  volumes:
                  - name: settings
                    configMap: {name: settings, defaultMode: 0600, items: [{key: list.txt, path: list.txt}]}
                  - name: sockets
                    emptyDir: {}
                """);

        var pod = cluster.awaitReady("hello");

        assertThat(pod.getStatus().getPodIP()).startsWith("127.");
        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
        assertThat(pod.getStatus().getConditions())
                .extracting(condition -> condition.getType() + "=" + condition.getStatus())
                .containsExactlyInAnyOrder(
                        "PodScheduled=True",
                        "PodReadyToStartContainers=True",
                        "Initialized=True",
                        "ContainersReady=True",
                        "Ready=True");
        cluster.awaitLog(
                "hello",
                "main",
                "hello " + pod.getStatus().getPodIP() + " demo a note blue sesame hello-demo 500\none600\nlist.txt\n");
    }

    @Test
    void keepsTheDataOfAStatefulSetWhenItsPodIsDeleted(TestNamespace namespace) {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {accessModes: [ReadWriteOncePod], resources: {requests: {storage: 1Gi}}}
                ---
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: shard}
                spec:
                  serviceName: shard
                  selector: {matchLabels: {app: shard}}
                  template:
                    metadata: {labels: {app: shard}}
                    spec:
                      containers:
                      - name: main
                        image: shell
                        args: ['echo start >> $DATA/starts; wc -l < $DATA/starts; trap "exit 0" TERM; sleep 600 & wait']
                        env: [{name: DATA, value: /data}]
                        volumeMounts: [{name: data, mountPath: /data}]
                      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                """);
        var first = cluster.awaitReady("shard-0");
        cluster.awaitLog("shard-0", "main", "1");

        cluster.cluster().client().pods().resource(first).delete();

        var second = cluster.awaitPod(
                "shard-0",
                pod -> !pod.getMetadata().getUid().equals(first.getMetadata().getUid())
                        && Cluster.isReady(pod.getStatus()));
        cluster.awaitLog("shard-0", "main", "2");
        assertThat(second.getStatus().getPodIP()).isEqualTo(first.getStatus().getPodIP());
        assertThat(Cluster.runs(Cluster.pid(first, "main"))).isFalse();
    }

    @Test
    void deletesTheFolderOfAVolumeWithItsClaim(TestNamespace namespace) {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: writer}
                spec:
                  restartPolicy: Never
                  containers:
                  - {name: main, image: shell, args: ['touch $DATA/file'], env: [{name: DATA, value: /data}],
                     volumeMounts: [{name: data, mountPath: /data}]}
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                """);
        cluster.awaitPod("writer", pod -> "Succeeded".equals(pod.getStatus().getPhase()));
        var client = cluster.cluster().client();
        var claims = client.persistentVolumeClaims().inNamespace(cluster.namespace());
        var volume = claims.withName("data").get().getSpec().getVolumeName();
        var folder = Path.of(client.persistentVolumes()
                .withName(volume)
                .get()
                .getSpec()
                .getHostPath()
                .getPath());
        assertThat(folder.resolve("file")).exists();

        claims.withName("data").edit(claim -> {
            claim.getSpec().getResources().setRequests(Map.of("storage", new Quantity("2Gi")));
            return claim;
        });
        await().atMost(Cluster.DEADLINE)
                .until(() ->
                        claims.withName("data").get().getStatus().getCapacity().containsValue(new Quantity("2Gi")));
        client.pods().inNamespace(cluster.namespace()).withName("writer").delete();
        claims.withName("data").delete();

        await().atMost(Cluster.DEADLINE).until(() -> Files.notExists(folder));
        await().atMost(Cluster.DEADLINE)
                .until(() -> client.persistentVolumes().withName(volume).get() == null);
    }

    @Test
    void scalesADeployment(TestNamespace namespace) {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: many}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: many}}
                  template:
                    metadata: {labels: {app: many}}
                    spec:
                      terminationGracePeriodSeconds: 2
                      containers: [{name: main, image: shell, args: [exec sleep 600]}]
                """);
        var deployment = cluster.cluster()
                .client()
                .apps()
                .deployments()
                .inNamespace(cluster.namespace())
                .withName("many");

        deployment.scale(3);
        await().atMost(Cluster.DEADLINE)
                .until(() ->
                        Integer.valueOf(3).equals(deployment.get().getStatus().getReadyReplicas()));
        var pods = cluster.cluster().client().pods().inNamespace(cluster.namespace());
        assertThat(pods.list().getItems())
                .extracting(pod -> pod.getStatus().getPodIP())
                .doesNotHaveDuplicates();

        deployment.scale(0);
        await().atMost(Cluster.DEADLINE).until(() -> pods.list().getItems().isEmpty());
    }

    @Test
    void servesKubectl(TestNamespace namespace, @TempDir Path folder) throws IOException, InterruptedException {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: talker}
                spec:
                  containers:
                  - name: main
                    image: shell
                    args: ['for i in 1 2 3; do echo line $i; done; until [ -e $D/go ]; do sleep 0.1; done; echo end']
                    env: [{name: D, value: /d}]
                    volumeMounts: [{name: d, mountPath: /d}]
                  volumes: [{name: d, hostPath: {path: %s}}]
                  restartPolicy: Never
                """.formatted(folder));
        cluster.awaitLog("talker", "main", "line 3");

        assertThat(cluster.kubectl("get", "nodes"))
                .contains("local")
                .contains("Ready")
                .contains("v1.36.3");
        assertThat(cluster.kubectl("get", "pods"))
                .contains("talker")
                .contains("1/1")
                .contains("Running");
        assertThat(cluster.kubectl("logs", "talker", "--tail=2")).isEqualTo("line 2\nline 3\n");
        Thread.startVirtualThread(() -> Cluster.write(folder.resolve("go")));
        assertThat(cluster.kubectl("logs", "-f", "talker")).isEqualTo("line 1\nline 2\nline 3\nend\n");
        assertThat(cluster.kubectl("describe", "pod", "talker")).contains("Started container main");
    }

    @Test
    void bringsAChangeOfAConfigMapWithinASecond(TestNamespace namespace) {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: accounts}
                data: {list: one}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: reader}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                  - {name: main, image: shell, args: ['while :; do cat $LIST; sleep 0.1; done'],
                     env: [{name: LIST, value: /accounts/list}], volumeMounts: [{name: accounts, mountPath: /accounts}]}
                  volumes: [{name: accounts, configMap: {name: accounts}}]
                """);
        cluster.awaitLog("reader", "main", "one");

        var before = Instant.now();
        cluster.cluster()
                .client()
                .configMaps()
                .inNamespace(cluster.namespace())
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("accounts")
                        .endMetadata()
                        .addToData("list", "two")
                        .build())
                .update();
        cluster.awaitLog("reader", "main", "two");

        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void tellsWhichImagesThereAre(TestNamespace namespace) {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: unknown}
                spec: {containers: [{name: main, image: "nginx:1"}]}
                """);

        var pod = cluster.awaitPod(
                "unknown",
                found -> found.getStatus().getContainerStatuses().stream()
                        .anyMatch(status -> status.getState().getWaiting() != null
                                && "ErrImagePull"
                                        .equals(status.getState().getWaiting().getReason())));

        assertThat(pod.getStatus()
                        .getContainerStatuses()
                        .getFirst()
                        .getState()
                        .getWaiting()
                        .getMessage())
                .isEqualTo("no command stands for image \"nginx:1\"; there are commands for: client, shell, web");
        await().atMost(Cluster.DEADLINE)
                .until(() ->
                        cluster
                                .cluster()
                                .client()
                                .v1()
                                .events()
                                .inNamespace(cluster.namespace())
                                .list()
                                .getItems()
                                .stream()
                                .map(Event::getReason)
                                .anyMatch("Failed"::equals));
    }

    @Test
    void givesAPodTheRightsOfItsServiceAccount(TestNamespace namespace) {
        var cluster = new Cluster(namespace);
        cluster.apply("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: reader}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: reader}
                rules: [{apiGroups: [""], resources: [configmaps], verbs: [list]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: reader}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
                subjects: [{kind: ServiceAccount, name: reader}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: client}
                spec: {serviceAccountName: reader, restartPolicy: Never, containers: [{name: main, image: client}]}
                """);

        cluster.awaitPod("client", pod -> "Succeeded".equals(pod.getStatus().getPhase()));

        assertThat(cluster.log("client", "main"))
                .contains("namespace " + cluster.namespace())
                .contains("config maps 1")
                .contains("secrets 403");
    }
}
