@NullMarked
package dev.connectors.whatsapp.local.quickstart;

import org.jspecify.annotations.NullMarked;
