/**
 * The operator: gives WhatsApp accounts to shards, runs a connector for each shard, and tells how the accounts are.
 *
 * <p>What it decides is pure ({@code planner}, {@code manifests}, the status in {@code account}): values and a clock in,
 * values out. It knows Kubernetes and the connectors' report, and neither Firestore nor WhatsApp.
 */
@NullMarked
package dev.connectors.whatsapp.operator;

import org.jspecify.annotations.NullMarked;
