package dev.connectors.whatsapp.local.cluster;

/** Makes sure that the binaries of the local Kubernetes are on this machine, so that nothing has to wait for them. */
public final class FetchBinaries {
    private FetchBinaries() {}

    public static void main(String[] args) {
        try {
            var binaries = KubernetesBinaries.provide(System.out::println);
            System.out.printf("Kubernetes %s is in %s%n", Versions.KUBERNETES, binaries.folder());
        } catch (BinariesUnavailableException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
