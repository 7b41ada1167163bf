package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.cluster.BinariesUnavailableException;
import dev.connectors.whatsapp.local.fleet.OutsideWorld;
import dev.connectors.whatsapp.local.kubelet.NoPodAddressesException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

import static dev.connectors.whatsapp.local.poll.StepFailedException.verify;

/** One run: starts everything, plays the story, and either stays up or checks the rest and stops. */
final class Quickstart {
    private final Terminal terminal;
    private final Repository repository;
    private final Workspace workspace;
    private final Stack stack;
    private volatile @Nullable Product product;

    Quickstart(Terminal terminal, Repository repository, Workspace workspace) {
        this.terminal = terminal;
        this.repository = repository;
        this.workspace = workspace;
        this.stack = new Stack(terminal, repository, workspace);
    }

    /** What has been started, and what was played on it. */
    record Stage(OutsideWorld outside, Product product, Scenario scenario, List<Account> accounts, Story story) {}

    /**
     * Starts everything and plays the story.
     *
     * @param standalone without Kubernetes
     */
    Stage play(boolean standalone) throws Exception {
        var outside = stack.startOutsideWorld();
        var running = standalone ? startStandalone(outside) : startFleet(outside);
        var scenario = new Scenario(outside, running.api());
        var accounts = link(running, scenario);
        return new Stage(outside, running, scenario, accounts, converse(scenario, accounts));
    }

    /** Stays up; Ctrl-C ends the process, and the shutdown hook the rest. */
    void stayUp(Stage stage) throws InterruptedException {
        var tour = new Tour(terminal, stage, workspace);
        tour.tell();
        tour.invite();
        Thread.currentThread().join();
    }

    /** What only {@code --check} does. Stops everything. */
    void check(Stage stage) throws Exception {
        terminal.step("Repeated request", () -> {
            stage.scenario().repeat(stage.story().sent().getFirst());
            return "recognised as a duplicate, nothing sent";
        });
        stage.product().check(stage.scenario(), stage.accounts());
        terminal.step("End", this::stopEverything);
    }

    private Product startFleet(OutsideWorld outside) throws Exception {
        try {
            return start(new Fleet(terminal, repository, workspace), outside);
        } catch (BinariesUnavailableException | NoPodAddressesException e) {
            terminal.blank();
            terminal.line(
                    "There can be no Kubernetes on this machine as it is, so one connector is started stand-alone,");
            terminal.line("without operator and chart (as ./quickstart --standalone does).");
            String.valueOf(e.getMessage()).lines().forEach(line -> terminal.line("  " + line));
            terminal.blank();
            return startStandalone(outside);
        }
    }

    private Product startStandalone(OutsideWorld outside) throws Exception {
        return start(new Standalone(terminal, repository, workspace), outside);
    }

    private Product start(Product chosen, OutsideWorld outside) throws Exception {
        product = chosen;
        stack.add(chosen::close);
        chosen.start(outside);
        return chosen;
    }

    private List<Account> link(Product running, Scenario scenario) throws Exception {
        var accounts = new ArrayList<Account>();
        terminal.step("Accounts", () -> {
            accounts.add(running.add(Person.SALES));
            accounts.add(running.add(Person.SUPPORT));
            return accounts.stream().map(Account::name).collect(Collectors.joining(", ")) + ": "
                    + running.howAccountsAreMade();
        });
        terminal.step("QR codes", () -> {
            accounts.forEach(scenario::scan);
            return "both read from the page's picture by a phone";
        });
        terminal.step("Connected", () -> {
            scenario.awaitConnected(accounts);
            return "both accounts, as /health shows them";
        });
        running.showConnected(accounts);
        return List.copyOf(accounts);
    }

    private Story converse(Scenario scenario, List<Account> accounts) throws Exception {
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

    private String stopEverything() {
        var family = ProcessHandle.current().descendants().toList();
        stack.close();
        Families.awaitEnd(family);
        var left = ProcessHandle.current().descendants().toList();
        verify(left.isEmpty(), "no child process", Families.names(left));
        return "%d processes stopped, none left".formatted(family.size());
    }

    /** The end of the product's logs; nothing when it was not started. */
    List<String> logTail() {
        var running = product;
        return running == null ? List.of() : running.logTail();
    }

    /** Stops what still runs and removes the sessions; the logs stay to be looked at. */
    void close() throws IOException {
        stack.close();
        workspace.deleteSessions();
    }
}
