package dev.connectors.whatsapp.local.process;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ChildProcessIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    Path folder;

    @Test
    void readsTheLineThatSaysItIsReady() {
        try (var child = ChildProcess.start(
                shell("echo starting; echo \"port $PORT\"; exec sleep 60").withEnvironment(Map.of("PORT", "4711")))) {
            var port = child.awaitLine(
                    line -> line.startsWith("port ") ? Optional.of(line.substring(5)) : Optional.empty(), DEADLINE);

            assertThat(port).isEqualTo("4711");
            assertThat(child.isAlive()).isTrue();
        }
    }

    @Test
    void endsOnSigtermWhenItListens() {
        var child = ready("trap 'echo stopped in order; exit 0' TERM; echo ready; while :; do sleep 0.05; done");

        child.stop();

        assertThat(child.exitStatus()).contains(0);
        assertThat(child.logTail()).contains("stopped in order");
    }

    @Test
    void killsAStubbornChildAndWhatItStarted() {
        var child = ready("trap '' TERM; sleep 61 & echo ready; while :; do sleep 62; done", SHORT);
        var family = child.tree();

        child.stop();

        assertThat(family).hasSizeGreaterThanOrEqualTo(2);
        await().atMost(DEADLINE).until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void showsTheEndOfItsLogWhenItEndsTooEarly() {
        var child = ChildProcess.start(shell("echo first; echo 'PORT is missing' >&2; exit 3"));

        assertThatThrownBy(() -> child.awaitLine(line -> Optional.empty(), DEADLINE))
                .isInstanceOf(ChildProcessException.class)
                .hasMessageContaining("shell ended with status 3")
                .hasMessageContaining(child.log().toString())
                .hasMessageContaining("| PORT is missing");
    }

    @Test
    void anEndIsAGoodOneWithStatusZero() {
        try (var good = ChildProcess.start(shell("exit 0"));
                var bad = ChildProcess.start(shell("exit 3"))) {
            good.awaitEnd(DEADLINE);

            assertThatThrownBy(() -> bad.awaitEnd(DEADLINE))
                    .isInstanceOf(ChildProcessException.class)
                    .hasMessageContaining("shell ended with status 3 and did not end with status 0");
        }
    }

    @Test
    void isStoppedWhenItIsNotReadyInTime() {
        var child = ChildProcess.start(shell("exec sleep 60"));

        assertThatThrownBy(() -> child.awaitLine(line -> Optional.empty(), SHORT))
                .isInstanceOf(ChildProcessException.class)
                .hasMessageContaining("did not within");
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void showsTheAnswerOfAServerThatIsNotReadyInTime() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/readyz", exchange -> {
            try (exchange) {
                var body = "{\"firestore\":false}".getBytes(UTF_8);
                exchange.sendResponseHeaders(503, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        var child = ChildProcess.start(shell("exec sleep 60"));

        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/readyz");
        assertThatThrownBy(() -> child.awaitHttp(uri, SHORT))
                .isInstanceOf(ChildProcessException.class)
                .hasMessageContaining("the last answer was 503 {\"firestore\":false}");
        server.stop(0);
    }

    @Test
    void saysWhichProgramCannotBeRun() {
        var command =
                new ChildCommand("nothing", List.of(folder.resolve("missing").toString()), folder.resolve("log"));

        assertThatThrownBy(() -> ChildProcess.start(command))
                .isInstanceOf(ChildProcessException.class)
                .hasMessageContaining("nothing cannot be started")
                .hasMessageContaining("missing");
    }

    @Test
    void endsWithAParentThatIsToldToStop() {
        var parent = startParent();
        var child = childOf(parent);

        parent.stop();

        assertThat(parent.exitStatus()).contains(128 + 15);
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void endsWithAParentThatIsKilledWhenItWatchesItsInput() {
        var parent = startParent();
        var child = childOf(parent);

        parent.kill();

        await().atMost(DEADLINE).until(() -> !child.isAlive());
    }

    /** A JVM whose child is a JVM that prints "ready" and waits for ever, under {@link ExitWithParent}. */
    private ChildProcess startParent() {
        var parent = ChildProcess.start(new ChildCommand(
                "parent",
                ShortLivedJvm.command(
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentMain.class.getName(),
                        folder.resolve("child.log").toString()),
                folder.resolve("parent.log")));
        parent.awaitLine(line -> line.equals("ready") ? Optional.of(line) : Optional.empty(), DEADLINE);
        return parent;
    }

    private static ProcessHandle childOf(ChildProcess parent) {
        return parent.tree().getLast();
    }

    private ChildProcess ready(String script) {
        return ready(script, Duration.ofSeconds(10));
    }

    private ChildProcess ready(String script, Duration grace) {
        var child = ChildProcess.start(shell(script).withGrace(grace));
        child.awaitLine(line -> line.equals("ready") ? Optional.of(line) : Optional.empty(), DEADLINE);
        return child;
    }

    private ChildCommand shell(String script) {
        return new ChildCommand("shell", List.of("sh", "-c", script), folder.resolve("shell.log"));
    }

    /** What {@link #startParent} runs. */
    static final class ParentMain {
        private ParentMain() {}

        public static void main(String[] args) throws InterruptedException {
            var child = ChildProcess.start(new ChildCommand(
                    "child",
                    ShortLivedJvm.command(
                            "-cp",
                            System.getProperty("java.class.path"),
                            ExitWithParent.class.getName(),
                            WaitingMain.class.getName()),
                    Path.of(args[0])));
            child.awaitLine(line -> line.equals("ready") ? Optional.of(line) : Optional.empty(), DEADLINE);
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    /** What {@link ParentMain} runs. */
    public static final class WaitingMain {
        private WaitingMain() {}

        public static void main(String[] args) throws InterruptedException {
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }
}
