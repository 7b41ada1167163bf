/**
 * Stands in for Firebase Auth: signs ID tokens as Firebase does and publishes the keys that verify them.
 *
 * <p>Also makes the tokens that a server must refuse. The keys are made at start and are gone at the end. Nothing here
 * knows what a role may do.
 */
@NullMarked
package dev.connectors.whatsapp.local.auth;

import org.jspecify.annotations.NullMarked;
