package dev.connectors.whatsapp.local.kubelet;

import java.time.Instant;

/** What a container does, in Kubernetes' words. */
sealed interface ContainerState {
    /** It does not run; the reason says why, such as {@code CrashLoopBackOff}. */
    record Waiting(String reason, String message) implements ContainerState {}

    /** It runs as a process. */
    record Running(Instant startedAt, long pid) implements ContainerState {}

    /**
     * It has ended.
     *
     * @param exitCode 128 and more is 128 plus the number of a signal
     */
    record Terminated(
            int exitCode, String reason, String message, Instant startedAt, Instant finishedAt, String containerId)
            implements ContainerState {
        boolean succeeded() {
            return exitCode == 0;
        }
    }
}
