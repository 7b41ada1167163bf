package dev.connectors.whatsapp.local.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** etcd and the servers of Kubernetes, as child processes on free ports of 127.0.0.1. */
final class ControlPlane implements AutoCloseable {
    /** The API server takes 3 to 5 s; a loaded CI machine gets more. */
    private static final Duration START_DEADLINE = Duration.ofSeconds(90);

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MS = 50;

    private final KubernetesBinaries binaries;
    private final Path folder;
    private final Path logs;
    private final Credentials credentials;
    private final Ports ports;
    private final List<ServerProcess> running = new ArrayList<>();

    private ControlPlane(KubernetesBinaries binaries, Path folder, Credentials credentials, Ports ports) {
        this.binaries = binaries;
        this.folder = folder;
        this.logs = folder.resolve("logs");
        this.credentials = credentials;
        this.ports = ports;
    }

    /**
     * Starts all, and returns when namespaces get their default service account, which is when the controller manager
     * works.
     *
     * @param folder an absolute path; what is in it from an earlier run is used
     * @param auditLog where a line for each write goes
     * @throws ClusterException when one of them does not start; nothing is left running then
     */
    static ControlPlane start(KubernetesBinaries binaries, Path folder, Optional<Path> auditLog) {
        try {
            Folders.createPrivate(folder);
            Files.createDirectories(folder.resolve("logs"));
            var credentials = Credentials.in(folder.resolve("credentials"));
            var plane = new ControlPlane(binaries, folder, credentials, Ports.find(folder.resolve("api-server.port")));
            try {
                plane.startServers(auditLog);
                return plane;
            } catch (RuntimeException | IOException e) {
                plane.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ClusterException("The cluster cannot be started in %s: %s".formatted(folder, e), e);
        }
    }

    URI uri() {
        return URI.create("https://127.0.0.1:" + ports.apiServer());
    }

    Credentials credentials() {
        return credentials;
    }

    /** A new client, which the caller closes. */
    KubernetesClient client(ClusterUser user) {
        return new KubernetesClientBuilder().withConfig(config(user)).build();
    }

    Config config(ClusterUser user) {
        // Config.empty() keeps the settings of this machine's own kubeconfig and environment out.
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(uri().toString())
                .withCaCertFile(credentials.apiServerCertificate().toString())
                .withOauthToken(credentials.token(user))
                .withNamespace("default")
                .withRequestRetryBackoffLimit(0)
                .withConnectionTimeout(5_000)
                .build();
    }

    String kubeconfig(ClusterUser user) {
        try {
            return Kubeconfig.of(
                    uri(), Files.readString(credentials.apiServerCertificate()), user.name(), credentials.token(user));
        } catch (IOException e) {
            throw new ClusterException("The API server made no certificate: " + e, e);
        }
    }

    /** The processes that run, guards included. */
    List<ProcessHandle> processes() {
        return running.stream().flatMap(server -> server.tree().stream()).toList();
    }

    /** Stops them in the reverse order of starting. */
    @Override
    public void close() {
        for (var server : running.reversed()) {
            server.stop(GRACE);
        }
        running.clear();
    }

    private void startServers(Optional<Path> auditLog) throws IOException {
        run(Component.ETCD, etcdArguments());
        var apiServer = run(Component.API_SERVER, apiServerArguments(auditLog));
        try (var client = awaitReady(apiServer)) {
            var controllerManager = run(Component.CONTROLLER_MANAGER, controllerManagerArguments());
            var scheduler = run(Component.SCHEDULER, schedulerArguments());
            await(
                    controllerManager,
                    "give the namespace default its service account and its certificates",
                    () -> client.serviceAccounts()
                                            .inNamespace("default")
                                            .withName("default")
                                            .get()
                                    != null
                            && client.configMaps()
                                            .inNamespace("default")
                                            .withName("kube-root-ca.crt")
                                            .get()
                                    != null);
            if (!scheduler.isAlive()) {
                throw scheduler.failed("go on");
            }
        }
    }

    private ServerProcess run(Component component, List<String> arguments) {
        var server = ServerProcess.start(component, binaries.path(component), arguments, logs);
        running.add(server);
        return server;
    }

    /** The API server makes its certificate first, and there is no client without it. */
    private KubernetesClient awaitReady(ServerProcess apiServer) {
        await(
                apiServer,
                "make its certificate",
                () -> Files.exists(credentials.apiServerCertificate())
                        && Files.exists(credentials.folder().resolve("apiserver.key")));
        var client = client(ClusterUser.ADMIN);
        try {
            await(apiServer, "become ready", () -> "ok".equals(client.raw("/readyz")));
            return client;
        } catch (ClusterException e) {
            client.close();
            throw e;
        }
    }

    private static void await(ServerProcess server, String what, BooleanSupplier done) {
        var end = System.nanoTime() + START_DEADLINE.toNanos();
        while (!isDone(done)) {
            if (!server.isAlive() || System.nanoTime() > end) {
                throw server.failed(what);
            }
            try {
                Thread.sleep(LOOK_EVERY_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClusterException("Interrupted while the cluster started", e);
            }
        }
    }

    private static boolean isDone(BooleanSupplier done) {
        try {
            return done.getAsBoolean();
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }

    private List<String> etcdArguments() {
        var clients = "https://127.0.0.1:" + ports.etcdClients();
        var peers = "http://127.0.0.1:" + ports.etcdPeers();
        return List.of(
                "--name=local",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=local=" + peers,
                "--cert-file=" + credentials.nodeCertificate(),
                "--key-file=" + credentials.nodeKey(),
                "--trusted-ca-file=" + credentials.nodeCertificate(),
                "--client-cert-auth=true",
                "--enable-grpc-gateway=false",
                // It is a stand-in: what survives a crash of the process is enough.
                "--unsafe-no-fsync",
                "--log-level=warn");
    }

    private List<String> apiServerArguments(Optional<Path> auditLog) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "--etcd-servers=https://127.0.0.1:" + ports.etcdClients(),
                "--etcd-cafile=" + credentials.nodeCertificate(),
                "--etcd-certfile=" + credentials.nodeCertificate(),
                "--etcd-keyfile=" + credentials.nodeKey(),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + ports.apiServer(),
                "--cert-dir=" + credentials.folder(),
                // Endpoints refuse a loopback address, so there are none for the Service "kubernetes".
                "--endpoint-reconciler-type=none",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + credentials.serviceAccountPublicKey(),
                "--service-account-signing-key-file=" + credentials.serviceAccountKey(),
                "--token-auth-file=" + credentials.tokenFile(),
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.0.0.0/16",
                "--kubelet-preferred-address-types=InternalIP",
                "--kubelet-client-certificate=" + credentials.nodeCertificate(),
                "--kubelet-client-key=" + credentials.nodeKey(),
                "--allow-privileged=true",
                "--profiling=false"));
        if (auditLog.isPresent()) {
            var policy = folder.resolve("audit-policy.yaml");
            Files.writeString(policy, """
                    apiVersion: audit.k8s.io/v1
                    kind: Policy
                    omitStages: [RequestReceived, ResponseStarted]
                    rules:
                    - level: None
                      verbs: [get, list, watch]
                    - level: Metadata
                    """);
            arguments.add("--audit-policy-file=" + policy);
            arguments.add("--audit-log-path=" + auditLog.get().toAbsolutePath());
        }
        return arguments;
    }

    private List<String> controllerManagerArguments() throws IOException {
        return List.of(
                "--kubeconfig=" + writeKubeconfig(ClusterUser.CONTROLLER_MANAGER, "controller-manager"),
                "--use-service-account-credentials",
                "--service-account-private-key-file=" + credentials.serviceAccountKey(),
                "--root-ca-file=" + credentials.apiServerCertificate(),
                // The controllers of endpoints would try for ever to write the loopback addresses of our pods.
                "--controllers=*,-node-ipam-controller,-endpoints-controller,-endpointslice-controller,"
                        + "-endpointslice-mirroring-controller",
                "--leader-elect=false",
                "--secure-port=0",
                "--profiling=false",
                "--kube-api-qps=200",
                "--kube-api-burst=400");
    }

    private List<String> schedulerArguments() throws IOException {
        return List.of(
                "--kubeconfig=" + writeKubeconfig(ClusterUser.SCHEDULER, "scheduler"),
                "--leader-elect=false",
                "--secure-port=0",
                "--profiling=false");
    }

    private Path writeKubeconfig(ClusterUser user, String name) throws IOException {
        var file = credentials.folder().resolve(name + ".kubeconfig");
        Folders.writePrivate(file, kubeconfig(user));
        return file;
    }
}
