package dev.connectors.whatsapp.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LogFileTest {
    @TempDir
    Path folder;

    @Test
    void handsOutALineOnceAndOnlyWhenItIsComplete() throws IOException {
        var path = folder.resolve("log");
        var log = new LogFile(path);

        Files.writeString(path, "Gr\u00fc\u00dfe\nsec");
        var first = log.nextLine();
        var none = log.nextLine();
        Files.writeString(path, "ond\n", StandardOpenOption.APPEND);
        var second = log.nextLine();

        assertThat(first).hasValue("Gr\u00fc\u00dfe");
        assertThat(none).isEmpty();
        assertThat(second).hasValue("second");
    }

    @Test
    void showsTheLastLinesOfALongLog() throws IOException {
        var path = folder.resolve("log");
        Files.writeString(
                path, IntStream.range(0, 20_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n")));

        assertThat(new LogFile(path).tail(2)).containsExactly("line 19998", "line 19999");
    }

    @Test
    void showsAllOfAShortLog() throws IOException {
        var path = folder.resolve("log");
        Files.writeString(path, "only");

        assertThat(new LogFile(path).tail(25)).containsExactly("only");
    }
}
