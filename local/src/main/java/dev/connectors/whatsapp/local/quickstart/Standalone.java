package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.fleet.OutsideWorld;
import dev.connectors.whatsapp.local.process.ChildProcess;
import dev.connectors.whatsapp.local.process.FreePort;
import dev.connectors.whatsapp.local.standalone.ConnectorApi;
import dev.connectors.whatsapp.local.standalone.StandaloneConnector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import static dev.connectors.whatsapp.local.poll.StepFailedException.verify;

/** One connector as it is run on a plain machine: its jar, with the bridge as its child. Accounts are made over HTTP. */
final class Standalone implements Product {
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    /** How a JVM ends on SIGTERM: by itself, or by the signal after its hooks have run. */
    private static final Set<Integer> ORDERLY = Set.of(0, 128 + 15);

    private final Terminal terminal;
    private final Repository repository;
    private final Workspace workspace;
    private final URI address = URI.create("http://127.0.0.1:" + FreePort.find());
    private final ConnectorApi api = new ConnectorApi(address);
    private @Nullable OutsideWorld outside;
    private int starts;
    private volatile @Nullable ChildProcess process;

    Standalone(Terminal terminal, Repository repository, Workspace workspace) {
        this.terminal = terminal;
        this.repository = repository;
        this.workspace = workspace;
    }

    @Override
    public String howAccountsAreMade() {
        return "over HTTP";
    }

    @Override
    public void start(OutsideWorld world) throws Exception {
        outside = world;
        terminal.step("Connector", () -> startConnector(world));
    }

    @Override
    public Account add(Person person) {
        return person.withId(api.createAccount(superAdmin(), person.name(), person.phone()));
    }

    @Override
    public ConnectorApi api() {
        return api;
    }

    /** The health that the scenario has looked at is all there is. */
    @Override
    public void showConnected(List<Account> accounts) {
        terminal.line("      " + api.uri("/health"));
    }

    @Override
    public void check(Scenario scenario, List<Account> accounts) throws Exception {
        terminal.step("SIGTERM", this::stopConnector);
        terminal.step("Second start", () -> startConnector(world()));
        terminal.step("Sessions", () -> {
            scenario.awaitConnected(accounts);
            scenario.verifyScans(accounts.size());
            return "both accounts connected again without a QR code";
        });
    }

    @Override
    public List<Hint> hints(Tokens tokens) {
        return List.of(new Hint(
                "Add an account, and see its QR code on the connector's page",
                "curl -s -X POST %s \\".formatted(api.uri("/api/accounts")),
                tokens.header(tokens.superAdmin()),
                "  -d '{\"name\":\"%s\",\"phone\":\"%s\"}'".formatted(Person.YOURS.name(), Person.YOURS.phone()),
                tokens.signIn(api.page())));
    }

    @Override
    public List<String> logTail() {
        var running = process;
        return running == null ? List.of() : running.logTail();
    }

    @Override
    public void close() {
        var running = process;
        if (running != null) {
            running.stop();
        }
        api.close();
    }

    /** Starts it and waits until it is ready; each start has a log of its own. */
    private String startConnector(OutsideWorld world) {
        starts++;
        var log = workspace.log(starts == 1 ? "connector" : "connector-" + starts);
        var command = StandaloneConnector.command(repository, world, address, workspace.folder(), log, Map.of());
        var started = ChildProcess.start(command);
        process = started;
        started.awaitHttp(api.uri("/readyz"), START_DEADLINE);
        return address.toString();
    }

    private String stopConnector() {
        var running = process;
        if (running == null) {
            throw new IllegalStateException("The connector has not been started");
        }
        var family = running.tree();
        running.stop();
        var status = running.exitStatus();
        verify(
                status.filter(ORDERLY::contains).isPresent(),
                "the connector to stop by itself, with status 0 or 143",
                "status " + status.map(String::valueOf).orElse("unknown"));
        Families.awaitEnd(family);
        return "the connector and its bridge stopped by themselves";
    }

    private String superAdmin() {
        return world().tokens().superAdmin(Scenario.SUPER_ADMIN);
    }

    private OutsideWorld world() {
        var world = outside;
        if (world == null) {
            throw new IllegalStateException("The connector has not been started");
        }
        return world;
    }
}
