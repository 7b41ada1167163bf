package dev.connectors.whatsapp.local.cluster;

import java.util.Locale;

/**
 * What a binary is built for, in Go's words.
 *
 * @param os {@code linux} or {@code darwin}
 * @param architecture {@code amd64} or {@code arm64}
 */
record Platform(String os, String architecture) {
    /** @throws BinariesUnavailableException on a system that none of the programs is published or built for */
    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArchitecture) {
        var name = osName.toLowerCase(Locale.ROOT);
        var os = name.startsWith("mac") ? "darwin" : name;
        var architecture = switch (osArchitecture) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> "";
        };
        if (architecture.isEmpty() || !(os.equals("linux") || os.equals("darwin"))) {
            throw new BinariesUnavailableException(
                    "The local Kubernetes runs on Linux and macOS, on amd64 and arm64; this is %s on %s"
                            .formatted(osName, osArchitecture));
        }
        return new Platform(os, architecture);
    }

    boolean isLinux() {
        return os.equals("linux");
    }

    @Override
    public String toString() {
        return os + "-" + architecture;
    }
}
