/**
 * {@code bench/run}: how fast the product is and what it withstands, seen from outside while it runs as it does in production.
 *
 * <p>A {@linkplain dev.connectors.whatsapp.bench.Benchmark benchmark} gets a {@linkplain dev.connectors.whatsapp.bench.World
 * world}, in which everything is a process of its own, and gives back a {@linkplain dev.connectors.whatsapp.bench.Report
 * report}. The product is used as its users do, over HTTP and by its documents, and none of its classes are known here.
 * Figures are for people, depend on the machine, and are no part of a build; a short {@linkplain
 * dev.connectors.whatsapp.bench.FaultRun run with faults} is.
 */
@NullMarked
package dev.connectors.whatsapp.bench;

import org.jspecify.annotations.NullMarked;
