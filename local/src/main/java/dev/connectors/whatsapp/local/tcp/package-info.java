/**
 * The wire between two programs of one machine, for tests of what happens when it breaks or stalls. What the programs say to
 * each other is unknown here.
 */
@NullMarked
package dev.connectors.whatsapp.local.tcp;

import org.jspecify.annotations.NullMarked;
