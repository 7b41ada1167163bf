package dev.connectors.whatsapp.local.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The binaries that Kubernetes and etcd publish, with the checksums they publish beside them. Kubernetes publishes its
 * servers for Linux only; etcd and kubectl exist for macOS too.
 */
final class OfficialBinaries {
    static final URI KUBERNETES = URI.create("https://dl.k8s.io/");
    static final URI ETCD = URI.create("https://github.com/etcd-io/etcd/releases/download/");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(10);

    private final URI kubernetes;
    private final URI etcd;
    private final Platform platform;

    /** Asked once and not again: five programs would wait for five timeouts. */
    private final Set<String> unreachableHosts = new HashSet<>();

    OfficialBinaries(URI kubernetes, URI etcd, Platform platform) {
        this.kubernetes = kubernetes;
        this.etcd = etcd;
        this.platform = platform;
    }

    boolean publishes(Component component) {
        return platform.isLinux() || component == Component.ETCD || component == Component.KUBECTL;
    }

    /**
     * Downloads and checks one program. The target is written only when all went well.
     *
     * @throws IOException when the network or the checksum says no
     */
    void download(Component component, Path target) throws IOException {
        var host = source(component).getHost();
        if (unreachableHosts.contains(host)) {
            throw new IOException(host + " cannot be reached");
        }
        if (component == Component.ETCD) {
            downloadEtcd(target);
        } else {
            downloadKubernetes(component, target);
        }
    }

    private URI source(Component component) {
        return component == Component.ETCD ? etcd : kubernetes;
    }

    private void downloadKubernetes(Component component, Path target) throws IOException {
        var uri = kubernetes.resolve("v%s/bin/%s/%s/%s"
                .formatted(Versions.KUBERNETES, platform.os(), platform.architecture(), component.fileName()));
        var checksum = get(URI.create(uri + ".sha256"), BodyHandlers.ofString()).strip();
        fetch(uri, checksum, target);
    }

    private void downloadEtcd(Path target) throws IOException {
        var name = "etcd-v%s-%s".formatted(Versions.ETCD, platform);
        var archiveName = name + (platform.isLinux() ? ".tar.gz" : ".zip");
        var release = etcd.resolve("v" + Versions.ETCD + "/");
        var checksum = checksumOf(archiveName, get(release.resolve("SHA256SUMS"), BodyHandlers.ofString()))
                .orElseThrow(() -> new IOException("SHA256SUMS of etcd does not name " + archiveName));
        var archive = Files.createTempFile(target.toAbsolutePath().getParent(), "etcd", ".archive");
        try {
            fetch(release.resolve(archiveName), checksum, archive);
            Archive.extract(archive, archiveName, name + "/etcd", target);
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private static Optional<String> checksumOf(String file, String sums) {
        return sums.lines()
                .map(line -> line.strip().split("\\s+\\*?", 2))
                .filter(fields -> fields.length == 2 && fields[1].equals(file))
                .map(fields -> fields[0])
                .findFirst();
    }

    private void fetch(URI uri, String checksum, Path target) throws IOException {
        var digest = sha256Digest();
        try (var body = new DigestInputStream(get(uri, BodyHandlers.ofInputStream()), digest)) {
            Files.copy(body, target, StandardCopyOption.REPLACE_EXISTING);
        }
        var seen = HexFormat.of().formatHex(digest.digest());
        if (!seen.equals(checksum)) {
            Files.delete(target);
            throw new IOException(
                    "what %s gave is not what was published: SHA-256 %s, expected %s".formatted(uri, seen, checksum));
        }
    }

    private <T> T get(URI uri, BodyHandler<T> handler) throws IOException {
        // Not closed: that would wait for the body, which the caller reads. It ends when it is collected.
        var client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(Redirect.NORMAL)
                .build();
        try {
            var response = client.send(
                    HttpRequest.newBuilder(uri).timeout(DOWNLOAD_TIMEOUT).build(), handler);
            if (response.statusCode() != 200) {
                if (response.body() instanceof InputStream unread) {
                    unread.close();
                }
                throw new HttpStatusException("%s answered %d".formatted(uri, response.statusCode()));
            }
            return response.body();
        } catch (HttpStatusException e) {
            throw e;
        } catch (IOException e) {
            unreachableHosts.add(uri.getHost());
            // A refused connection says nothing but its class.
            throw new IOException(uri.getHost() + " cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the download of %s was interrupted".formatted(uri), e);
        }
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The host was reached and said no. */
    private static final class HttpStatusException extends IOException {
        @Serial
        private static final long serialVersionUID = 1L;

        HttpStatusException(String message) {
            super(message);
        }
    }
}
