/**
 * The product without Kubernetes: one connector as it is run on a plain machine, its jar with the bridge as its child, and
 * its HTTP API as a client uses it.
 *
 * <p>The quickstart and the benchmarks run it so. None of the connector's classes are known here.
 */
@NullMarked
package dev.connectors.whatsapp.local.standalone;

import org.jspecify.annotations.NullMarked;
