@NullMarked
package dev.connectors.whatsapp.local.cluster;

import org.jspecify.annotations.NullMarked;
