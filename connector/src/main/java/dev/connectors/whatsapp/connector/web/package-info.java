/**
 * The HTTP API for client applications: reads what a request says, refuses what is wrong with it by field, calls the
 * capability that does the work, and answers. Decides nothing else.
 */
@NullMarked
package dev.connectors.whatsapp.connector.web;

import org.jspecify.annotations.NullMarked;
