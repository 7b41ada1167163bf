/**
 * How the connector talks to Firestore: the client with bounded calls, where each document lies, and what a refused write
 * means. Promises that no call waits longer than {@link FirestoreClients#TOTAL_TIMEOUT}. Knows no business rule.
 */
@NullMarked
package dev.connectors.whatsapp.connector.firestore;

import org.jspecify.annotations.NullMarked;
