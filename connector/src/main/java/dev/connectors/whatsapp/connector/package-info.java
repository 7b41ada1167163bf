/**
 * The connector: accepts messages to be sent, sends them through the bridge, records what arrives, and answers for the
 * accounts of one shard. It knows Firestore and the bridge; it does not know Kubernetes.
 *
 * <p>The way of an outgoing message: {@code web} → {@code outbox} (enqueue, claim, send) → {@code bridge} → WhatsApp,
 * and back as a server acknowledgement. The way of an incoming one: {@code bridge} → {@code inbound} → Firestore.
 */
@NullMarked
package dev.connectors.whatsapp.connector;

import org.jspecify.annotations.NullMarked;
