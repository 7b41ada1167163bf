/**
 * The resource model: {@code WhatsAppAccount} and {@code ConnectorPool}, from which the CRDs in {@code crds/} are
 * generated.
 *
 * <p>The descriptions are what {@code kubectl explain} shows. A default stands twice, in the schema, where the API server
 * applies it, and in the record, which so has the same value when it was read from a file; a test holds them equal. What
 * the schema can refuse, the API server refuses; nothing here validates again.
 */
@NullMarked
package dev.connectors.whatsapp.operator.api;

import org.jspecify.annotations.NullMarked;
