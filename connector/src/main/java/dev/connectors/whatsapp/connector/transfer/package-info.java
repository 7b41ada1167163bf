/**
 * The commands {@code export-sessions} and {@code import-sessions}: move sessions from one volume to another, as files that are
 * sealed with a key. Promises that no session is used in two places, that none is imported whose ratchets are older than what
 * was used since, and that a command that ended in the middle can be run again. Knows nothing of what an account sends.
 */
@NullMarked
package dev.connectors.whatsapp.connector.transfer;

import org.jspecify.annotations.NullMarked;
