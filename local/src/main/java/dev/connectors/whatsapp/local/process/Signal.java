package dev.connectors.whatsapp.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A signal that Java has no word for. */
public enum Signal {
    /** The process stands still until it is told to go on; its connections stay open meanwhile. */
    STOP,
    /** It goes on. */
    CONT,
    /** A Node process opens its inspector. */
    USR1;

    /**
     * Returns when the kernel has it.
     *
     * @throws IllegalStateException if there is no such process
     */
    public void send(ProcessHandle process) {
        try {
            var kill = new ProcessBuilder("kill", "-" + this, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("no process " + process.pid() + " took the signal " + this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
