package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.cluster.ClusterOptions;
import dev.connectors.whatsapp.local.cluster.LocalCluster;
import dev.connectors.whatsapp.local.fleet.HelmChart;
import dev.connectors.whatsapp.local.fleet.Installation;
import dev.connectors.whatsapp.local.fleet.OutsideWorld;
import dev.connectors.whatsapp.local.fleet.ProductImages;
import dev.connectors.whatsapp.local.standalone.ConnectorApi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The product on a Kubernetes of this machine, installed by its chart. Accounts are made by kubectl. */
final class Fleet implements Product {
    static final String NAMESPACE = "whatsapp";
    static final String POOL = "default";

    /** The operator takes 2 s, a connector 5 s; a loaded CI machine gets more. */
    private static final Duration START_DEADLINE = Duration.ofMinutes(2);

    private final Terminal terminal;
    private final Repository repository;
    private final Workspace workspace;
    private @Nullable ClusterFolder folder;
    private volatile @Nullable LocalCluster cluster;
    private @Nullable ConnectorApi api;

    Fleet(Terminal terminal, Repository repository, Workspace workspace) {
        this.terminal = terminal;
        this.repository = repository;
        this.workspace = workspace;
    }

    @Override
    public String howAccountsAreMade() {
        return "by kubectl apply";
    }

    @Override
    public void start(OutsideWorld outside) throws Exception {
        terminal.step("Kubernetes", this::startCluster);
        terminal.step("Chart", () -> {
            var installation = Installation.install(cluster(), HelmChart.of(repository), NAMESPACE, outside.values());
            installation.awaitOperator(START_DEADLINE);
            return "whatsapp-operator installed; its operator is ready";
        });
        terminal.step("Connector", () -> {
            var pod = new ConnectorPod(installation()).awaitReady(START_DEADLINE);
            var address = Installation.address(pod);
            api = new ConnectorApi(address);
            return "%s at %s".formatted(pod.getMetadata().getName(), address);
        });
    }

    @Override
    public Account add(Person person) {
        return apply(AccountFile.retained(person));
    }

    /** {@code kubectl apply}. The id of an account is the name of its resource. */
    Account apply(AccountFile file) {
        var path = file.writeTo(workspace);
        cluster().kubectl().run("apply", "--namespace", NAMESPACE, "--filename", path.toString());
        return file.person().withId(file.person().resource());
    }

    @Override
    public ConnectorApi api() {
        return started(api);
    }

    @Override
    public void showConnected(List<Account> accounts) throws Exception {
        terminal.step("kubectl get waa", () -> {
            awaitPhase("Connected", accounts);
            return "all Connected";
        });
        cluster()
                .kubectl()
                .run("get", "waa", "--namespace", NAMESPACE)
                .lines()
                .forEach(line -> terminal.line("      " + line));
    }

    /** Until the operator has heard it of all of them. */
    void awaitPhase(String phase, List<Account> accounts) {
        var arguments = Stream.concat(
                Stream.of("wait", "--namespace", NAMESPACE, "--timeout=60s", "--for=jsonpath={.status.phase}=" + phase),
                accounts.stream().map(account -> "waa/" + account.id()));
        cluster().kubectl().run(arguments.toArray(String[]::new));
    }

    @Override
    public void check(Scenario scenario, List<Account> accounts) throws Exception {
        new FleetCheck(terminal, this, scenario, accounts).run();
    }

    @Override
    public List<Hint> hints(Tokens tokens) {
        var kubectl = KubectlCommand.of(cluster().kubectl());
        var yours = AccountFile.retained(Person.YOURS);
        return List.of(
                new Hint(
                        "Use kubectl",
                        "export KUBECONFIG=" + cluster().kubeconfig(),
                        kubectl + " get waa -A",
                        kubectl + " describe wapool default -n " + NAMESPACE),
                new Hint(
                        "Add an account, and see its QR code on the connectors' page",
                        kubectl + " apply -n %s -f %s".formatted(NAMESPACE, yours.writeTo(workspace)),
                        tokens.signIn(api().page())),
                new Hint(
                        "Take the connector's pod away, and watch the sessions come back",
                        kubectl + " delete pod -n %s -l whatsapp.connectors.dev/pool=%s".formatted(NAMESPACE, POOL)));
    }

    @Override
    public List<String> logTail() {
        var running = cluster;
        return running == null ? List.of() : new PodLogs(running, NAMESPACE).tail();
    }

    LocalCluster cluster() {
        return started(cluster);
    }

    Installation installation() {
        return new Installation(cluster(), NAMESPACE);
    }

    @Override
    public void close() {
        var running = cluster;
        if (running != null) {
            running.close();
        }
        if (folder != null) {
            folder.delete();
        }
        if (api != null) {
            api.close();
        }
    }

    private String startCluster() throws IOException {
        var place = ClusterFolder.create(workspace);
        folder = place;
        var options = ClusterOptions.of(ProductImages.of(repository)).withProgress(terminal::note);
        cluster = LocalCluster.start(place.path(), options);
        return "version %s, as processes of this machine".formatted(LocalCluster.VERSION);
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The cluster has not been started");
        }
        return part;
    }
}
