package dev.connectors.whatsapp.local.cluster;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** There is no Kubernetes on this machine and none could be had. The message names the ways to get one. */
public final class BinariesUnavailableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    BinariesUnavailableException(String message) {
        super(message);
    }

    BinariesUnavailableException(Path cache, List<Component> missing, List<String> reasons) {
        super("""
                The local Kubernetes lacks %s:
                %s
                Any of these helps:
                  1. A network that reaches %s and %s, where the official binaries are.
                  2. Go 1.26 or newer on the PATH and a Go module proxy: they are built from local/kubernetes then.
                  3. Executables of Kubernetes %s and etcd %s in
                     %s, or in the folder that %s names.""".formatted(
                        names(missing),
                        reasons.stream().map(reason -> "  - " + reason).collect(Collectors.joining("\n")),
                        OfficialBinaries.KUBERNETES.getHost(),
                        OfficialBinaries.ETCD.getHost(),
                        Versions.KUBERNETES,
                        Versions.ETCD,
                        cache,
                        BinariesLookup.FOLDER_VARIABLE));
    }

    private static String names(List<Component> components) {
        return components.stream().map(Component::fileName).collect(Collectors.joining(", "));
    }
}
