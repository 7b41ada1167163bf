package dev.connectors.whatsapp.local.cluster;

/** The pinned releases. The Go modules in {@code local/kubernetes} name the same ones; a test holds them equal. */
final class Versions {
    static final String KUBERNETES = "1.36.3";
    static final String ETCD = "3.6.5";

    private Versions() {}
}
