/**
 * Keeps what the plan says: the objects of every pool and shard of the namespace, and the status of the pools.
 *
 * <p>It promises that no account is ever in two lists, wherever it is killed or paused, whoever else takes itself for the
 * leader, and however late its caches are; that nothing is written when everything is as it should be; and that only fields
 * of its own are touched. It decides nothing: where accounts go is the planner's, how objects look the manifests'. The API
 * server is behind {@link dev.connectors.whatsapp.operator.pool.Cluster}.
 */
@NullMarked
package dev.connectors.whatsapp.operator.pool;

import org.jspecify.annotations.NullMarked;
