/**
 * From a pool and what its shards are to run to the Kubernetes objects: pure, one class a kind of object or two.
 *
 * <p>The objects are meant for server-side apply: they have every field that the operator owns, the defaults of the API
 * server among them and amounts as it would write them, so that applying them again changes nothing. Every path that a
 * container uses is handed to it in its environment. The list of accounts is no part of the pod template: accounts come
 * and go without a restart.
 */
@NullMarked
package dev.connectors.whatsapp.operator.manifests;

import org.jspecify.annotations.NullMarked;
