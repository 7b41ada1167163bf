/**
 * What stands in for the outside world on one machine: Firestore, WhatsApp, Firebase Auth, and the quickstart that
 * joins them with the real connector.
 *
 * <p>Everything here binds to 127.0.0.1, ends with the JVM that started it, and leaves no files outside the folders it
 * was given (except the Firestore emulator, which is downloaded once into the user's cache). It must not know how the
 * connector works inside: it sees what a user sees, the HTTP API and the documents.
 */
@NullMarked
package dev.connectors.whatsapp.local;

import org.jspecify.annotations.NullMarked;
