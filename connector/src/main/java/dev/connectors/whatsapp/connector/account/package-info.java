/**
 * The accounts of this connector: which they are, how each is, when to connect again, and what their documents say about
 * it. Promises that an account is connected while it is wanted and its session allows it. Knows nothing of messages.
 */
@NullMarked
package dev.connectors.whatsapp.connector.account;

import org.jspecify.annotations.NullMarked;
