/**
 * {@code ./quickstart}: the whole system on one machine, with two accounts that talk to a contact.
 *
 * <p>The {@linkplain dev.connectors.whatsapp.local.quickstart.Product product} is run in one of two ways, under the same
 * {@linkplain dev.connectors.whatsapp.local.quickstart.Scenario story}: on a Kubernetes of this machine, installed by its
 * chart, its accounts made by kubectl; or as one connector that stands alone. Everything is real except the outside
 * world: WhatsApp and Firebase Auth are this module's, Firestore is Google's emulator. The product is used as its users
 * do, by kubectl, over HTTP and by the documents, and none of its classes are known here. No process is left behind,
 * however a run ends.
 */
@NullMarked
package dev.connectors.whatsapp.local.quickstart;

import org.jspecify.annotations.NullMarked;
