package dev.connectors.whatsapp.local.kubelet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * All processes of a container. In Kubernetes they end with the first one, because that is the first of its process
 * namespace. Here those that still have their parents are found as descendants; those that lost them are found, on
 * Linux, by the mark in their environment.
 */
final class ProcessFamily {
    private static final Path PROC = Path.of("/proc");

    private ProcessFamily() {}

    /** A process and what it has started, as of now. */
    static List<ProcessHandle> of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    /** The processes whose mark begins like this; none where the system does not tell. */
    static List<ProcessHandle> marked(String beginning) {
        var wanted = (ContainerLaunches.MARK + "=" + beginning).getBytes(StandardCharsets.UTF_8);
        var found = new ArrayList<ProcessHandle>();
        if (Files.isDirectory(PROC)) {
            ProcessHandle.allProcesses()
                    .filter(process -> contains(environment(process.pid()), wanted))
                    .forEach(found::add);
        }
        return found;
    }

    static void kill(Collection<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    private static byte[] environment(long pid) {
        try {
            return Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
        } catch (IOException endedOrAnotherUsers) {
            return new byte[0];
        }
    }

    private static boolean contains(byte[] text, byte[] part) {
        for (var start = 0; start + part.length <= text.length; start++) {
            var at = 0;
            while (at < part.length && text[start + at] == part[at]) {
                at++;
            }
            if (at == part.length) {
                return true;
            }
        }
        return false;
    }
}
