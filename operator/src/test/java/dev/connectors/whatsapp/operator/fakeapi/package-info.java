/**
 * An API server in memory for bad days: it keeps objects as a real one does, as far as the operator can tell, and gives on
 * request the answers that a real one gives too rarely to be waited for (409, 429, 500, 410, a dropped watch).
 *
 * <p>It knows no schema, no rights and no garbage collection. What those do to the operator is tested against a real API
 * server.
 */
@NullMarked
package dev.connectors.whatsapp.operator.fakeapi;

import org.jspecify.annotations.NullMarked;
