@NullMarked
package dev.connectors.whatsapp.local.tcp;

import org.jspecify.annotations.NullMarked;
