package dev.connectors.whatsapp.local.process;

import java.util.ArrayList;
import java.util.List;

/** The child processes of this JVM that run. When the JVM stops, they stop: the one that was started last first. */
final class RunningChildren {
    private static final RunningChildren INSTANCE = new RunningChildren();

    private final List<ChildProcess> children = new ArrayList<>();
    private boolean hooked;

    private RunningChildren() {}

    static RunningChildren ofThisJvm() {
        return INSTANCE;
    }

    synchronized void add(ChildProcess child) {
        if (!hooked) {
            hooked = true;
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll, "stop-child-processes"));
        }
        children.add(child);
    }

    synchronized void remove(ChildProcess child) {
        children.remove(child);
    }

    /** Not under the lock: stopping takes time, and each child removes itself. */
    private void stopAll() {
        List<ChildProcess> running;
        synchronized (this) {
            running = new ArrayList<>(children);
        }
        running.reversed().forEach(ChildProcess::stop);
    }
}
