/**
 * {@code ./quickstart}: the whole system on one machine, with two accounts that talk to a contact.
 *
 * <p>Everything is real except the outside world: the connector's jar, its bridge, an unmodified Baileys, Google's
 * Firestore emulator; WhatsApp and Firebase Auth are this module's. It uses the connector as a client does, over HTTP
 * and by the documents, and knows nothing of its classes. It leaves no process behind, however it ends.
 */
@NullMarked
package dev.connectors.whatsapp.local.quickstart;

import org.jspecify.annotations.NullMarked;
