@NullMarked
package dev.connectors.whatsapp.local;

import org.jspecify.annotations.NullMarked;
