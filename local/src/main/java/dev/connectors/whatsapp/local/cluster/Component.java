package dev.connectors.whatsapp.local.cluster;

/** The programs of a Kubernetes control plane, in the order in which they start, and the one to talk to it. */
enum Component {
    ETCD("etcd"),
    API_SERVER("kube-apiserver"),
    CONTROLLER_MANAGER("kube-controller-manager"),
    SCHEDULER("kube-scheduler"),
    KUBECTL("kubectl");

    private final String fileName;

    Component(String fileName) {
        this.fileName = fileName;
    }

    String fileName() {
        return fileName;
    }
}
