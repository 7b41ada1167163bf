/**
 * Who may hold an account's connection: a lease for each connector, and for each account the name of the lease under which
 * it is held, with an epoch that rises with every holder. Promises that no two connectors hold one account at the same
 * time, whatever stops or slows them. Knows nothing of what an account is.
 */
@NullMarked
package dev.connectors.whatsapp.connector.lease;

import org.jspecify.annotations.NullMarked;
