package dev.connectors.whatsapp.connector.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The beginning of what a thread still has to send.
 *
 * @param queued the earliest entries that wait, in order
 * @param heldUntil when the lease ends of an entry before all of these that another worker holds
 * @param hasMore whether there may be later ones
 */
record ThreadHead(List<OutboxEntry> queued, Optional<Instant> heldUntil, boolean hasMore) {}
