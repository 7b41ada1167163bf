/**
 * A small kubelet: it registers a node, and runs the containers of the pods that are bound to it as processes of this
 * machine. Beside it, the storage: a provisioner whose volumes are folders.
 *
 * <p>What a pod can see of a kubelet is imitated (order of containers, environment, volumes, probes, restarts, grace,
 * status); isolation is not: processes see this machine's files and network, and neither limits nor security contexts
 * mean anything. What is decided (environment, status, probes, backoff) is decided by values and a clock, in classes
 * that know neither process nor API server. This package does not know how the control plane came to be.
 */
@NullMarked
package dev.connectors.whatsapp.local.kubelet;

import org.jspecify.annotations.NullMarked;
