@NullMarked
package dev.connectors.whatsapp.local.whatsapp;

import org.jspecify.annotations.NullMarked;
