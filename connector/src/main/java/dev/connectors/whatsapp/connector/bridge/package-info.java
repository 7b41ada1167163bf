/**
 * The way to WhatsApp: the bridge process, the gRPC client of its contract ({@code bridge.proto}), and the stream of its
 * events, each account's in order, acknowledged when every listener has dealt with it. The generated types of the
 * contract stay in here. Knows neither Firestore nor what a message is for.
 */
@NullMarked
package dev.connectors.whatsapp.connector.bridge;

import org.jspecify.annotations.NullMarked;
