/**
 * Receiving. A message becomes, in one atomic commit, its dedupe record, its document and the thread's newest line, so that
 * there is no half-done state; delivered again it changes nothing. Receipts move an outgoing message forward. Knows nothing
 * of sending.
 */
@NullMarked
package dev.connectors.whatsapp.connector.inbound;

import org.jspecify.annotations.NullMarked;
