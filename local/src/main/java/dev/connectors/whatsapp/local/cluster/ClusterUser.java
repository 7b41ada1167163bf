package dev.connectors.whatsapp.local.cluster;

/**
 * Who talks to the API server with a token of its own.
 *
 * @param name as RBAC and the audit log know it
 * @param groups joined by commas, as the token file wants them
 */
record ClusterUser(String name, String groups) {
    static final ClusterUser ADMIN = new ClusterUser("admin", "system:masters");
    static final ClusterUser CONTROLLER_MANAGER = new ClusterUser("system:kube-controller-manager", "");
    static final ClusterUser SCHEDULER = new ClusterUser("system:kube-scheduler", "");

    /** The kubelet makes tokens and volumes too, so it has more rights than a real one; by name it is told apart. */
    static final ClusterUser NODES = new ClusterUser("system:node:local", "system:nodes,system:masters");
}
