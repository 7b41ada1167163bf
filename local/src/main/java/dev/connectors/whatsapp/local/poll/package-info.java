/**
 * Waiting for what happens in other processes, and the failure that says what was awaited and what was seen instead.
 *
 * <p>The quickstart and the benchmarks wait so; tests have Awaitility. Nothing here knows what it looks at.
 */
@NullMarked
package dev.connectors.whatsapp.local.poll;

import org.jspecify.annotations.NullMarked;
