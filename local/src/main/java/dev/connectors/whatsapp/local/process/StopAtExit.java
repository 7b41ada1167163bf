package dev.connectors.whatsapp.local.process;

import java.util.ArrayList;
import java.util.List;

/**
 * What has to be stopped with this JVM, the one that was started last first. One shutdown hook does it: hooks of their
 * own would run side by side, and take away the servers that others need while they stop.
 */
public final class StopAtExit {
    private static final List<Runnable> STOPS = new ArrayList<>();
    private static boolean hooked;

    private StopAtExit() {}

    /** Adds what stops something, unless that has been stopped by then. */
    public static void add(Runnable stop) {
        synchronized (STOPS) {
            if (!hooked) {
                hooked = true;
                Runtime.getRuntime().addShutdownHook(new Thread(StopAtExit::stopAll, "stop-at-exit"));
            }
            STOPS.add(stop);
        }
    }

    /** Takes back what was added: it has been stopped. */
    public static void remove(Runnable stop) {
        synchronized (STOPS) {
            STOPS.remove(stop);
        }
    }

    /** Not under the lock: stopping takes time, and what has stopped removes itself. */
    private static void stopAll() {
        List<Runnable> running;
        synchronized (STOPS) {
            running = new ArrayList<>(STOPS);
        }
        for (var stop : running.reversed()) {
            try {
                stop.run();
            } catch (RuntimeException e) {
                System.err.println("Something did not stop: " + e.getMessage());
            }
        }
    }
}
