package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.poll.StepFailedException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TerminalTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void printsALineForAStep() throws Exception {
        terminal(false, UTF_8).step("Connector", () -> "http://127.0.0.1:8080");

        assertThat(printed(UTF_8)).matches(" {2}✓ Connector +http://127\\.0\\.0\\.1:8080 +\\d+ ms\n");
    }

    @Test
    void showsToSomebodyWhoWatchesWhatIsBeingDone() throws Exception {
        terminal(true, UTF_8).step("Connector", () -> {
            assertThat(printed(UTF_8)).startsWith("  … Connector").doesNotContain("\n");
            return "ready";
        });

        assertThat(printed(UTF_8)).contains("\r  ✓ Connector");
    }

    @Test
    void aNoteBeginsALineOfItsOwn() throws Exception {
        var terminal = terminal(true, UTF_8);

        terminal.step("Kubernetes", () -> {
            terminal.note("etcd: getting it");
            return "ready";
        });

        assertThat(printed(UTF_8)).contains("\n      etcd: getting it\n").contains("✓ Kubernetes");
    }

    @Test
    void marksAFailedStepAndPassesTheFailureOn() {
        var terminal = terminal(false, UTF_8);

        assertThatThrownBy(() -> terminal.step("Connector", () -> {
                    throw new StepFailedException("200", "503");
                }))
                .isInstanceOf(StepFailedException.class);
        assertThat(printed(UTF_8)).contains("✗ Connector").contains("failed");
    }

    @Test
    void printsAsciiWhereNothingElseIsShown() throws Exception {
        var terminal = terminal(false, US_ASCII);

        terminal.step("Connector", () -> "ready");
        terminal.line("a → b …");

        assertThat(printed(US_ASCII))
                .contains("ok Connector")
                .contains("a -> b ...")
                .doesNotContain("?");
    }

    @Test
    void spellsTimesForPeople() {
        assertThat(Terminal.spell(Duration.ofMillis(999))).isEqualTo("999 ms");
        assertThat(Terminal.spell(Duration.ofMillis(28_649))).isEqualTo("28.6 s");
    }

    private Terminal terminal(boolean interactive, Charset charset) {
        return new Terminal(new PrintStream(bytes, true, charset), interactive, charset);
    }

    private String printed(Charset charset) {
        return bytes.toString(charset);
    }
}
