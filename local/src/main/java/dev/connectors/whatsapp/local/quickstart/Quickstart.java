package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import static dev.connectors.whatsapp.local.quickstart.StepFailedException.verify;

/** One run: starts everything, plays the story, and either stays up or checks the rest and stops. */
final class Quickstart {
    private static final Duration END_OF_CHILDREN = Duration.ofSeconds(5);

    /** How a JVM ends on SIGTERM: by itself, or by the signal after its hooks have run. */
    private static final Set<Integer> ORDERLY = Set.of(0, 128 + 15);

    private final Terminal terminal;
    private final Workspace workspace;
    private final Stack stack;
    private final Scenario scenario;
    private final List<Account> accounts = new ArrayList<>();

    Quickstart(Terminal terminal, Repository repository, Workspace workspace) {
        this.terminal = terminal;
        this.workspace = workspace;
        this.stack = new Stack(repository, workspace);
        this.scenario = new Scenario(stack);
    }

    /** Starts everything and plays the story. */
    Story play() throws Exception {
        start();
        link();
        var received = new ArrayList<Story.Received>();
        var sent = new ArrayList<Story.Sent>();
        terminal.step("Incoming", () -> {
            received.add(scenario.contactWrites(accounts.getFirst(), "Do you deliver to Cluj?"));
            received.add(scenario.contactWrites(accounts.getLast(), "My parcel has not come."));
            return "one contact wrote to both accounts: two threads";
        });
        terminal.step("Outgoing", () -> {
            sent.add(scenario.accountWrites(accounts.getFirst(), "We do, within two days."));
            sent.add(scenario.accountWrites(accounts.getLast(), "It is on its way."));
            return "both answered; acknowledged, and read once each";
        });
        return new Story(received, sent);
    }

    /** Stays up; Ctrl-C ends the process, and the shutdown hook the rest. */
    void stayUp(Story story) throws InterruptedException {
        var tour = new Tour(terminal, stack, workspace);
        tour.tell(story);
        tour.invite(accounts);
        Thread.currentThread().join();
    }

    /** What only {@code --check} does. Stops everything. */
    void check(Story story) throws Exception {
        terminal.step("Repeated request", () -> {
            scenario.repeat(story.sent().getFirst());
            return "recognised as a duplicate, nothing sent";
        });
        terminal.step("SIGTERM", this::stopConnector);
        terminal.step("Second start", () -> {
            stack.connector().start();
            return stack.connector().address().toString();
        });
        terminal.step("Sessions", () -> {
            scenario.awaitConnected(accounts);
            var pairings = stack.whatsapp().counters().total().pairings();
            verify(pairings == accounts.size(), "no QR code scanned again", pairings + " scans");
            return "both accounts connected again without a QR code";
        });
        terminal.step("End", this::stopEverything);
    }

    private void start() throws Exception {
        terminal.step("Firestore emulator", () -> stack.startFirestore().hostAndPort());
        terminal.step("WhatsApp", () -> {
            stack.startWhatsApp();
            return "a server on loopback; no real account is touched";
        });
        terminal.step("Token issuer", () -> stack.startTokenIssuer().jwksUri().toString());
        terminal.step("Connector", () -> stack.startConnector().address().toString());
    }

    private void link() throws Exception {
        terminal.step("Accounts", () -> {
            accounts.add(scenario.add("Sales Romania", "40712345678"));
            accounts.add(scenario.add("Support Romania", "40787654321"));
            return accounts.stream().map(Account::name).collect(Collectors.joining(", "));
        });
        terminal.step("QR codes", () -> {
            accounts.forEach(scenario::scan);
            return "both read from the page's picture by a phone";
        });
        terminal.step("Connected", () -> {
            scenario.awaitConnected(accounts);
            return "both accounts, as /health shows them";
        });
    }

    private String stopConnector() {
        var process = stack.connectorProcess().orElseThrow();
        var family = process.tree();
        stack.connector().stop();
        var status = process.exitStatus();
        verify(
                status.filter(ORDERLY::contains).isPresent(),
                "the connector to stop by itself, with status 0 or 143",
                "status " + status.map(String::valueOf).orElse("unknown"));
        awaitEnd(family);
        return "the connector and its bridge stopped by themselves";
    }

    private String stopEverything() {
        var family = ProcessHandle.current().descendants().toList();
        stack.close();
        awaitEnd(family);
        var left = ProcessHandle.current().descendants().toList();
        verify(left.isEmpty(), "no child process", names(left));
        return "%d processes stopped, none left".formatted(family.size());
    }

    private static void awaitEnd(List<ProcessHandle> family) {
        Poll.until("the end of all of " + names(family), END_OF_CHILDREN, () -> {
            var alive = family.stream().filter(ProcessHandle::isAlive).toList();
            return alive.isEmpty() ? Look.done(true) : Look.notYet("still running: " + names(alive));
        });
    }

    private static String names(List<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> process.info().command().orElse("?") + " (" + process.pid() + ")")
                .collect(Collectors.joining(", "));
    }

    /** The end of the connector's log; nothing when it was not started. */
    List<String> connectorLog() {
        return stack.connectorProcess().map(ChildProcess::logTail).orElse(List.of());
    }

    /** Stops what still runs and removes the sessions; the logs stay to be looked at. */
    void close() throws IOException {
        stack.close();
        workspace.deleteSessions();
    }
}
