/**
 * Receiving. What happens in chats becomes, in one atomic commit, dedupe records, messages, what they change in others, and the
 * threads' newest lines, so that there is no half-done state; delivered again it changes nothing. What an event changes is
 * decided in {@link Projection}, of documents as they were read. Knows nothing of sending.
 */
@NullMarked
package dev.connectors.whatsapp.connector.inbound;

import org.jspecify.annotations.NullMarked;
