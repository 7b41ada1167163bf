/**
 * WhatsApp on one machine: starts the loopback server (a Node program of this module, see its README) and holds the
 * phones and contacts that people would hold.
 *
 * <p>A program under test connects to it with {@link dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback#environment()}
 * in its environment and an unmodified Baileys. The server proves how our side behaves, not how WhatsApp does. What
 * the program under test is, is unknown here.
 */
@NullMarked
package dev.connectors.whatsapp.local.whatsapp;

import org.jspecify.annotations.NullMarked;
