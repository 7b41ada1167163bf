@NullMarked
package dev.connectors.whatsapp.local.kubelet;

import org.jspecify.annotations.NullMarked;
