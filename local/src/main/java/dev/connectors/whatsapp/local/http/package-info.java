/**
 * JSON over HTTP, as tests and the quickstart need it: blocking, one deadline, records in and out.
 *
 * <p>An answer that is not 2xx is an exception that shows request, status and body. Nothing here knows whom it talks
 * to.
 */
@NullMarked
package dev.connectors.whatsapp.local.http;

import org.jspecify.annotations.NullMarked;
