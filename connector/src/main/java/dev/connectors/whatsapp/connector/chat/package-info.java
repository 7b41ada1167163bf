/**
 * The names by which everything else is found: accounts, chats, threads, messages, requests, and the Firestore ids made
 * of them. Pure values; two different things never share an id. Knows neither Firestore's client nor the bridge.
 */
@NullMarked
package dev.connectors.whatsapp.connector.chat;

import org.jspecify.annotations.NullMarked;
