/**
 * The Google Firestore emulator as a child process: found on the machine or downloaded once, started on a free port,
 * wiped, read, stopped.
 *
 * <p>A running emulator that {@code FIRESTORE_EMULATOR_HOST} names is used and left alone. Tests isolate themselves by
 * a project id of their own. The emulator enforces no indexes and verifies no tokens, so neither can be tested here.
 * Which documents the connector writes is unknown to this package.
 */
@NullMarked
package dev.connectors.whatsapp.local.firestore;

import org.jspecify.annotations.NullMarked;
