package dev.connectors.whatsapp.local.quickstart;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** What the user sees: one line a step, with what came of it and how long it took. */
final class Terminal {
    /**
     * System property that says whether somebody watches. The script knows; this JVM has no terminal as its input and
     * cannot tell.
     */
    private static final String INTERACTIVE = "quickstart.terminal";

    private static final int NAME_WIDTH = 20;
    private static final int DETAIL_WIDTH = 58;

    private final PrintStream out;
    private final boolean interactive;
    private final boolean unicode;
    private volatile boolean stopping;

    Terminal(PrintStream out, boolean interactive, Charset charset) {
        this.out = out;
        this.interactive = interactive;
        this.unicode = charset.newEncoder().canEncode('✓');
    }

    static Terminal ofThisProcess() {
        return new Terminal(System.out, Boolean.getBoolean(INTERACTIVE), System.out.charset());
    }

    /**
     * Runs a step.
     *
     * @param action returns what came of it, in a few words
     */
    void step(String name, Callable<String> action) throws Exception {
        step(name, action, Function.identity());
    }

    /**
     * Runs a step that makes something.
     *
     * @param detail says in a few words what was made
     */
    <T> T step(String name, Callable<T> action, Function<? super T, String> detail) throws Exception {
        var start = System.nanoTime();
        if (interactive) {
            out.printf("  %s %-" + NAME_WIDTH + "s", unicode ? "…" : "..", name);
            out.flush();
        }
        try {
            var result = action.call();
            end(unicode ? "✓" : "ok", name, detail.apply(result), start);
            return result;
        } catch (Exception e) {
            if (!stopping) {
                end(unicode ? "✗" : "!!", name, "failed", start);
            }
            throw e;
        }
    }

    /** From now on a step that fails does so because everything is being stopped, and is not shown. */
    void hideFailures() {
        stopping = true;
    }

    /** A line while a step goes on that takes long. */
    void note(String text) {
        if (interactive) {
            blank();
        }
        text.lines().forEach(line -> line("      " + line));
    }

    void line(String text) {
        out.println(unicode ? text : text.replace("→", "->").replace("…", "..."));
    }

    void blank() {
        out.println();
    }

    /** For people: {@code 0.4 s}, {@code 120 ms}. */
    static String spell(Duration time) {
        return time.compareTo(Duration.ofSeconds(1)) < 0
                ? time.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private void end(String mark, String name, String detail, long start) {
        var format = (interactive ? "\r" : "") + "  %s %-" + NAME_WIDTH + "s %-" + DETAIL_WIDTH + "s %7s";
        line(format.formatted(mark, name, detail, spell(Duration.ofNanos(System.nanoTime() - start))));
    }
}
