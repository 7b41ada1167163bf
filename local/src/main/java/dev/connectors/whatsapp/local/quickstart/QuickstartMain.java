package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.poll.StepFailedException;
import dev.connectors.whatsapp.local.process.ChildProcessException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The program behind {@code ./quickstart}. Ends with status 0 when the check passed, 1 when a step failed, 2 when the
 * command line is wrong.
 */
public final class QuickstartMain {
    private static final int MAX_LOG_COLUMNS = 220;
    private static final int PARENT_GONE = 70;

    private final Terminal terminal;
    private final Workspace workspace;
    private final Quickstart quickstart;
    private volatile boolean stopping;
    private volatile boolean finished;

    private QuickstartMain(Terminal terminal, Repository repository, Workspace workspace) {
        this.terminal = terminal;
        this.workspace = workspace;
        this.quickstart = new Quickstart(terminal, repository, workspace);
    }

    /** Arguments: {@code --standalone}, {@code --check}, both or none. */
    public static void main(String[] args) throws Exception {
        var arguments = Arguments.parse(args);
        if (arguments.isEmpty()) {
            System.err.println(Arguments.USAGE);
            System.exit(2);
        }
        var repository = Repository.find();
        var main = new QuickstartMain(Terminal.ofThisProcess(), repository, Workspace.create(repository));
        System.exit(main.run(arguments.orElseThrow()));
    }

    private int run(Arguments arguments) throws IOException {
        endWithParent();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-quickstart"));
        var start = System.nanoTime();
        try {
            terminal.line("WhatsApp Connector: " + (arguments.check() ? "quickstart check" : "quickstart"));
            terminal.blank();
            var stage = quickstart.play(arguments.standalone());
            if (!arguments.check()) {
                quickstart.stayUp(stage);
            }
            quickstart.check(stage);
            finished = true;
            terminal.blank();
            terminal.line("Everything works: checked in %s. Logs: %s"
                    .formatted(Terminal.spell(Duration.ofNanos(System.nanoTime() - start)), workspace.folder()));
            return 0;
        } catch (Exception failure) {
            waitForEndIfStopping();
            tell(failure);
            quickstart.close();
            finished = true;
            return 1;
        }
    }

    private void tell(Exception failure) {
        terminal.blank();
        if (failure instanceof StepFailedException step) {
            terminal.line("  expected  " + step.expected());
            terminal.line("  seen      " + step.seen());
        } else {
            var message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
            message.lines().forEach(line -> terminal.line("  " + cut(line)));
        }
        // That of a process that did not start has its log in it.
        if (!(failure instanceof ChildProcessException)) {
            quickstart.logTail().forEach(line -> terminal.line("  | " + cut(line)));
        }
        terminal.line("  All logs: " + workspace.folder());
    }

    private static String cut(String line) {
        return line.length() <= MAX_LOG_COLUMNS ? line : line.substring(0, MAX_LOG_COLUMNS) + "…";
    }

    /** The shutdown hook. After a check there is nothing left to stop but the sessions' folder to remove. */
    private void stop() {
        stopping = true;
        terminal.hideFailures();
        if (!finished) {
            terminal.blank();
            terminal.line("Stopping …");
        }
        try {
            quickstart.close();
            if (!finished) {
                terminal.line("Stopped; nothing is left running. Logs: " + workspace.folder());
            }
        } catch (IOException | RuntimeException e) {
            terminal.line("Stopping failed: " + e);
        }
    }

    /** What fails because everything is being stopped is no failure; the end of the hook ends this thread too. */
    private void waitForEndIfStopping() {
        while (stopping) {
            LockSupport.park(this);
        }
    }

    /** The script stops this process with its own end; this is for when the script is killed. */
    private static void endWithParent() {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> Thread.startVirtualThread(() -> {
                    parent.onExit().join();
                    System.exit(PARENT_GONE);
                }));
    }
}
