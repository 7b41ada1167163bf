/**
 * How an account is: from what was planned for it and what its connector tells to its status.
 *
 * <p>The status is a pure function, and the same facts give the same status: in a steady state there is nothing to write.
 * The reconciler beside it writes the status and its events, and lets a resource go when nothing holds it any longer.
 */
@NullMarked
package dev.connectors.whatsapp.operator.account;

import org.jspecify.annotations.NullMarked;
