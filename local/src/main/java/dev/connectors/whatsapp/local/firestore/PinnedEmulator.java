package dev.connectors.whatsapp.local.firestore;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * The release of the emulator that is downloaded where none is installed: the one that firebase-tools 14 uses and
 * whose size and checksum it publishes.
 *
 * @param uri where the jar is
 * @param bytes its size
 * @param sha256 its checksum, in hexadecimal digits
 */
record PinnedEmulator(URI uri, long bytes, String sha256) {
    static final String FILE_NAME = "cloud-firestore-emulator-v1.19.8.jar";

    static final PinnedEmulator RELEASE = new PinnedEmulator(
            URI.create("https://storage.googleapis.com/firebase-preview-drop/emulator/" + FILE_NAME),
            63_634_791,
            "9d43599ed6151199e8d604dc87fac51218e49e5f3a48519b1ae560bbe5e3382d");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(10);

    /**
     * Downloads and checks the jar. The target appears whole or not at all, so an interrupted download, or two at once,
     * do no harm.
     *
     * @throws EmulatorUnavailableException when the network or the checksum says no; the message tells what to do
     */
    void downloadTo(Path target) {
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            var part = Files.createTempFile(target.toAbsolutePath().getParent(), FILE_NAME, ".part");
            try {
                fetch(part);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            // A refused connection says nothing but its class.
            var reason = e.getMessage() == null ? uri.getHost() + " cannot be reached" : e.toString();
            throw new EmulatorUnavailableException(uri, target, reason, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmulatorUnavailableException(uri, target, "the download was interrupted", e);
        }
    }

    private void fetch(Path part) throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(Redirect.NORMAL)
                .build()) {
            var request = HttpRequest.newBuilder(uri).timeout(DOWNLOAD_TIMEOUT).build();
            var response = client.send(request, BodyHandlers.ofInputStream());
            try (var body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException("the server answered " + response.statusCode());
                }
                check(body, part);
            }
        }
    }

    private void check(InputStream body, Path part) throws IOException {
        var digest = sha256Digest();
        var copied = Files.copy(new DigestInputStream(body, digest), part, StandardCopyOption.REPLACE_EXISTING);
        var seen = HexFormat.of().formatHex(digest.digest());
        if (copied != bytes || !seen.equals(sha256)) {
            throw new IOException(
                    "what was downloaded is not what was published: %d bytes with SHA-256 %s, expected %d with %s"
                            .formatted(copied, seen, bytes, sha256));
        }
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
