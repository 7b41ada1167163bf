@NullMarked
package dev.connectors.whatsapp.local.auth;

import org.jspecify.annotations.NullMarked;
