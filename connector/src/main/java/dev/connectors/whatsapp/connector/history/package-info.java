/**
 * Threads and their messages for those who list them, as their documents say. Reads page by page and writes nothing; what a
 * document lacks is left out.
 */
@NullMarked
package dev.connectors.whatsapp.connector.history;

import org.jspecify.annotations.NullMarked;
