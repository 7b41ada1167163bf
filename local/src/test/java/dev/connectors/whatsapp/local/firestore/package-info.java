@NullMarked
package dev.connectors.whatsapp.local.firestore;

import org.jspecify.annotations.NullMarked;
