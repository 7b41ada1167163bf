/**
 * Which account is on which shard: the names, and the list of accounts that lies in a shard's ConfigMap.
 *
 * <p>The list is both the record of the assignment and what the connector works from, so it is a contract with the
 * connector. What somebody edited by hand is read as far as it can be; what cannot is said, never thrown.
 */
@NullMarked
package dev.connectors.whatsapp.operator.assignment;

import org.jspecify.annotations.NullMarked;
