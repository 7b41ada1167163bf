/**
 * Accounts that are resources of Kubernetes: sets one up when the API is asked for it. This is all that a connector ever
 * says to Kubernetes, and all that it may; which accounts there are it learns from its list. Knows nothing of Firestore.
 */
@NullMarked
package dev.connectors.whatsapp.connector.kubernetes;

import org.jspecify.annotations.NullMarked;
