/**
 * The product on a {@linkplain dev.connectors.whatsapp.local.cluster local cluster}, as a user has it: installed by its
 * chart, run from the three images' own programs, reached through its pods.
 *
 * <p>It renders and applies what a {@code helm install} would, with the chart's own service account and roles, and adds
 * nothing to the product: what stands in for the outside world comes in through the chart's values. It knows the chart and
 * the programs of this repository, and none of their classes.
 */
@NullMarked
package dev.connectors.whatsapp.local.fleet;

import org.jspecify.annotations.NullMarked;
