@NullMarked
package dev.connectors.whatsapp.local.process;

import org.jspecify.annotations.NullMarked;
