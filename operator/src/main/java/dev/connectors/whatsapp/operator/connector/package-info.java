/**
 * What connectors tell about their accounts: the report that each answers with at {@code /internal/accounts}, and who asks
 * for it.
 *
 * <p>A connector may be newer or older than the operator, so unknown fields are ignored, and what cannot be read is said
 * and left out. Each connector is asked on its own and has two seconds: none can delay what the operator does for others.
 */
@NullMarked
package dev.connectors.whatsapp.operator.connector;

import org.jspecify.annotations.NullMarked;
