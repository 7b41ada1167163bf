/**
 * Who calls: Firebase ID tokens, checked by signature, issuer, audience and expiry, and the role they carry. Sending needs
 * an employee, managing accounts a super-admin.
 */
@NullMarked
package dev.connectors.whatsapp.connector.security;

import org.jspecify.annotations.NullMarked;
