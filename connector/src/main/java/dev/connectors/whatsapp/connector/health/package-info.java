/**
 * How this connector is, for those who watch it: whether the process lives, whether it can do its work, and how each of its
 * accounts is.
 */
@NullMarked
package dev.connectors.whatsapp.connector.health;

import org.jspecify.annotations.NullMarked;
