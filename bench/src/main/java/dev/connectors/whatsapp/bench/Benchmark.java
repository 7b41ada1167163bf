package dev.connectors.whatsapp.bench;

import java.util.List;

/** Something that is measured. One class for each; {@link BenchMain} knows them all. */
interface Benchmark {
    /** What it measures, in a line. */
    String summary();

    /** What can be chosen on the command line. */
    List<Option> options();

    /** Measures, and returns when the figures are complete; what it started is stopped with the world. */
    Report run(World world, Choices choices) throws Exception;
}
