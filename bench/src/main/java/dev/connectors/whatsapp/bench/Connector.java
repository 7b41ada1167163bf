package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.fleet.OutsideWorld;
import dev.connectors.whatsapp.local.poll.Look;
import dev.connectors.whatsapp.local.poll.Poll;
import dev.connectors.whatsapp.local.process.ChildProcess;
import dev.connectors.whatsapp.local.process.FreePort;
import dev.connectors.whatsapp.local.standalone.ConnectorApi;
import dev.connectors.whatsapp.local.standalone.StandaloneConnector;
import dev.connectors.whatsapp.local.whatsapp.QrCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A connector that runs, with its bridge as its child. */
final class Connector implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final OutsideWorld world;
    private final ChildProcess process;
    private final ConnectorApi api;
    private final String superAdmin;
    private final String employee;

    private Connector(OutsideWorld world, ChildProcess process, ConnectorApi api) {
        this.world = world;
        this.process = process;
        this.api = api;
        this.superAdmin = world.tokens().superAdmin("bench-admin");
        this.employee = world.tokens().employee("bench-employee");
    }

    /** Starts one; see {@link #awaitReady}. */
    static Connector start(Repository repository, OutsideWorld world, Path folder, Map<String, String> settings) {
        var address = URI.create("http://127.0.0.1:" + FreePort.find());
        var log = folder.resolve("connector-" + address.getPort() + ".log");
        var process =
                ChildProcess.start(StandaloneConnector.command(repository, world, address, folder, log, settings));
        return new Connector(world, process, new ConnectorApi(address));
    }

    void awaitReady() {
        process.awaitHttp(api.uri("/readyz"), START_DEADLINE);
    }

    ChildProcess process() {
        return process;
    }

    ProcessHandle bridge() {
        return Poll.until(
                "the bridge among the connector's children",
                SOON,
                () -> bridgeNow().map(Look::done).orElseGet(() -> Look.notYet("no child")));
    }

    /** Empty while it is started, or started again. */
    Optional<ProcessHandle> bridgeNow() {
        return process.handle().children().findFirst();
    }

    /** Makes an account that no phone is linked to. */
    Account add(String name, String phone) {
        return new Account(api.createAccount(superAdmin, name, phone), phone);
    }

    /** Makes accounts and links each to its phone, by the picture on its QR page. */
    List<Account> link(List<String> phones) {
        var accounts =
                phones.stream().map(phone -> add("Account " + phone, phone)).toList();
        accounts.forEach(this::scan);
        awaitConnected(accounts);
        return accounts;
    }

    private void scan(Account account) {
        var picture = Poll.until(
                "a QR code of " + account.id(),
                SOON,
                () -> api.qrPicture(superAdmin, account.id())
                        .map(Look::done)
                        .orElseGet(() -> Look.notYet("none on its page")));
        world.whatsapp().phone(account.phone()).scan(QrCode.read(picture));
    }

    void awaitConnected(List<Account> accounts) {
        awaitConnected(accounts, SOON);
    }

    void awaitConnected(List<Account> accounts, Duration deadline) {
        var ids = accounts.stream().map(Account::id).toList();
        Poll.until("%d accounts connected".formatted(ids.size()), deadline, () -> {
            var connected = api.health().accounts().stream()
                    .filter(account -> account.status().equals("connected"))
                    .map(ConnectorApi.AccountHealth::accountId)
                    .toList();
            return connected.containsAll(ids) ? Look.done(connected) : Look.notYet(connected.size() + " are");
        });
    }

    /** How many accounts have which status. */
    Map<String, Long> statuses() {
        return api.health().accounts().stream()
                .collect(
                        Collectors.groupingBy(ConnectorApi.AccountHealth::status, TreeMap::new, Collectors.counting()));
    }

    /** Asks for a message to be sent; returns the id of the outbox entry when it is accepted. */
    String send(Account account, String contact, String text, String clientMessageId) {
        return send(ConnectorApi.SendRequest.to(contact, account.id(), text, clientMessageId));
    }

    /** As {@link #send(Account, String, String, String)}. */
    String send(ConnectorApi.SendRequest request) {
        return api.send(employee, request).commandId();
    }

    @Override
    public void close() {
        process.close();
        api.close();
    }
}
