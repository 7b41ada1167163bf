/**
 * Sending. A request is accepted by one atomic commit of thread, message and outbox entry; one worker claims what is
 * queued for accounts that can send, hands it to the bridge, and writes {@code sent} when WhatsApp's server has
 * acknowledged it. Promises that nothing accepted is lost, that repeating repeats the same WhatsApp id, and that a thread's
 * messages go out in the order in which they were accepted. There is no other way by which a message leaves.
 */
@NullMarked
package dev.connectors.whatsapp.connector.outbox;

import org.jspecify.annotations.NullMarked;
