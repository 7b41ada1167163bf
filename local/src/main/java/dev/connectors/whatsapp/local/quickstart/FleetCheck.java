package dev.connectors.whatsapp.local.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static dev.connectors.whatsapp.local.poll.StepFailedException.verify;

/** What a fleet promises beyond a single connector: pods that go, accounts that come and go. */
final class FleetCheck {
    /** The connector follows the file of its accounts; Kubernetes delivers it. */
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    private static final Duration NEW_POD = Duration.ofSeconds(90);

    private final Terminal terminal;
    private final Fleet fleet;
    private final Scenario scenario;
    private final List<Account> accounts;
    private final ConnectorPod pod;
    private int scans;

    FleetCheck(Terminal terminal, Fleet fleet, Scenario scenario, List<Account> accounts) {
        this.terminal = terminal;
        this.fleet = fleet;
        this.scenario = scenario;
        this.accounts = List.copyOf(accounts);
        this.pod = new ConnectorPod(fleet.installation());
        this.scans = accounts.size();
    }

    void run() throws Exception {
        terminal.step("kubectl delete pod", this::deletePod);
        terminal.step("Sessions", () -> {
            awaitConnected(accounts);
            return "both accounts connected again without a QR code";
        });
        var third = new ArrayList<Account>();
        terminal.step("Third account", () -> {
            third.add(addWhileRunning());
            return "known to the running connector, linked, connected";
        });
        terminal.step("Delete and keep", () -> deleteAndReturn(Person.SUPPORT));
        terminal.step("Delete and log out", () -> deleteForGood(third.getFirst()));
    }

    private String deletePod() {
        var before = pod.get();
        var name = before.getMetadata().getName();
        var family = ConnectorPod.processes(before);
        verify(!family.isEmpty(), "processes of the pod " + name, "none");
        kubectl("delete", "pod", name);
        Families.awaitEnd(family);
        var after = pod.awaitReady(NEW_POD);
        verify(
                !after.getMetadata().getUid().equals(before.getMetadata().getUid()),
                "another pod of the name " + name,
                "the same one");
        return name + " stopped in order; a new one is ready";
    }

    private Account addWhileRunning() {
        var before = pod.get();

        var account = fleet.apply(AccountFile.loggedOut(Person.WAREHOUSE));
        scenario.awaitKnown(account, AT_ONCE);
        scenario.scan(account);
        scans++;
        awaitConnected(List.of(account));

        var after = pod.get();
        verify(
                after.getMetadata().getUid().equals(before.getMetadata().getUid())
                        && ConnectorPod.restarts(after) == ConnectorPod.restarts(before),
                "the same pod without a restart",
                "%d restarts".formatted(ConnectorPod.restarts(after)));
        return account;
    }

    private String deleteAndReturn(Person person) {
        var account = person.withId(person.resource());
        kubectl("delete", "waa", account.id());
        scenario.awaitGone(account);
        verify(scenario.phone(account).devices().size() == 1, "one linked device", scenario.phone(account));

        fleet.apply(AccountFile.retained(person));
        awaitConnected(List.of(account));
        return "Retain: applied again, it connects without a QR code";
    }

    private String deleteForGood(Account account) {
        kubectl("delete", "waa", account.id());
        scenario.awaitGone(account);
        verify(scenario.phone(account).devices().isEmpty(), "no linked device", scenario.phone(account));
        kubectl(
                "wait",
                "wapool/" + Fleet.POOL,
                "--timeout=30s",
                "--for=jsonpath={.status.accounts}=" + accounts.size());
        return "LogoutAndDelete: the phone sees no device, its place is free";
    }

    private void awaitConnected(List<Account> expected) {
        scenario.awaitConnected(expected);
        fleet.awaitPhase("Connected", expected);
        scenario.verifyScans(scans);
    }

    private void kubectl(String verb, String... arguments) {
        var command = new ArrayList<>(List.of(verb, "--namespace", Fleet.NAMESPACE));
        command.addAll(List.of(arguments));
        fleet.cluster().kubectl().run(command.toArray(String[]::new));
    }
}
