@NullMarked
package dev.connectors.whatsapp.local.http;

import org.jspecify.annotations.NullMarked;
