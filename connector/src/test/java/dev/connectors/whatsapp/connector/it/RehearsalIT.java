package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.BuiltProgram;
import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The start that a JVM takes its notes of, here from the notes that it took. */
class RehearsalIT {
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    @Test
    void aRehearsalSendsItsMessagesWithoutAnOutsideWorldAndTheNotesOfOneAreTaken(@TempDir Path folder)
            throws IOException {
        var command = Stream.concat(BuiltProgram.CONNECTOR.command(Repository.find()).stream(), Stream.of("rehearse"))
                .toList();
        var log = folder.resolve("rehearsal.log");

        try (var rehearsal = ChildProcess.start(new ChildCommand("rehearsal", command, log).withDirectory(folder))) {
            rehearsal.awaitEnd(DEADLINE);
        }

        assertThat(Files.readAllLines(log))
                .as("a JVM that cannot use its notes says so")
                .noneMatch(line -> line.contains("[aot]"))
                .filteredOn(line -> line.contains("\"message\":\"message sent\""))
                .hasSize(20);
    }
}
