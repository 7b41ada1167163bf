/**
 * What the environment says: every setting by its documented name, read and checked as a whole before anything starts.
 * A wrong setting is reported together with all the others, by name, value and remedy. Knows no other package.
 */
@NullMarked
package dev.connectors.whatsapp.connector.config;

import org.jspecify.annotations.NullMarked;
