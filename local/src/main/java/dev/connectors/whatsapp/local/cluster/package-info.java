/**
 * A real Kubernetes on one machine: etcd, kube-apiserver, kube-controller-manager and kube-scheduler as child processes,
 * and {@linkplain dev.connectors.whatsapp.local.kubelet a small kubelet} whose pods are processes too.
 *
 * <p>The binaries are found, downloaded, or built once from Go modules into the user's cache. Everything listens on
 * 127.0.0.1, keeps its state in the folder it was given, comes back from that folder, and ends with the JVM. Which
 * product runs on it is unknown to this package.
 */
@NullMarked
package dev.connectors.whatsapp.local.cluster;

import org.jspecify.annotations.NullMarked;
