/**
 * The command {@code migrate}: brings what former versions wrote, threads named by the client's jid alone and accounts in
 * {@code wa_accounts}, to the present names. Promises that it may be killed at any moment and run again, that nothing is lost,
 * and that without {@code --apply} nothing is written. Knows neither the bridge nor what runs in a connector.
 */
@NullMarked
package dev.connectors.whatsapp.connector.migration;

import org.jspecify.annotations.NullMarked;
