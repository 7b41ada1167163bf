/**
 * The whole connector against the real parts: Firestore's emulator, the unmodified Baileys in the real bridge, and the
 * loopback WhatsApp.
 */
@NullMarked
package dev.connectors.whatsapp.connector.it;

import org.jspecify.annotations.NullMarked;
