/**
 * The product from end to end: the chart installed in a real Kubernetes, its operator, connectors and bridges running as
 * pods, the Firestore emulator and the loopback WhatsApp outside. Here the operator is known only by what it does.
 */
@NullMarked
package dev.connectors.whatsapp.e2e;

import org.jspecify.annotations.NullMarked;
