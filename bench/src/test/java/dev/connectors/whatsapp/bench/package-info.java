@NullMarked
package dev.connectors.whatsapp.bench;

import org.jspecify.annotations.NullMarked;
