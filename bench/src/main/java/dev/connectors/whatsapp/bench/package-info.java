/**
 * {@code bench/run}: how fast the product is, measured from outside while it runs as it does in production.
 *
 * <p>A {@linkplain dev.connectors.whatsapp.bench.Benchmark benchmark} gets a {@linkplain dev.connectors.whatsapp.bench.World
 * world}, in which everything is a process of its own, and gives back a {@linkplain dev.connectors.whatsapp.bench.Report
 * report}. The product is used as its users do, over HTTP and by its documents, and none of its classes are known here.
 * Nothing here runs in a build: figures are for people, and depend on the machine.
 */
@NullMarked
package dev.connectors.whatsapp.bench;

import org.jspecify.annotations.NullMarked;
