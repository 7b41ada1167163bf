/**
 * The command {@code rehearse}: a start without the outside world, so that a JVM can note beforehand what a start loads and
 * runs. Firestore, the bridge and the issuer of tokens are stand-ins in the same process, which know just enough for one
 * account that connects and sends. Promises to need no network and to end with status 0 only when everything went through.
 */
@NullMarked
package dev.connectors.whatsapp.connector.rehearsal;

import org.jspecify.annotations.NullMarked;
