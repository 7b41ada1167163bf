/**
 * Decides which shard runs which account: a pure function from the accounts of a namespace, its pools and what is known of
 * their shards.
 *
 * <p>It promises that an account stays where its session is, that no shard gets more than its pool allows, that shards are
 * opened only when accounts need them, and that the same input in any order gives the same plan. It reads no clock, calls
 * nobody and writes nothing.
 */
@NullMarked
package dev.connectors.whatsapp.operator.planner;

import org.jspecify.annotations.NullMarked;
