package dev.connectors.whatsapp.local.cluster;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OfficialBinariesTest {
    private static final Platform LINUX = new Platform("linux", "amd64");
    private static final Platform MAC = new Platform("darwin", "arm64");
    private static final String KUBECTL = "/v%s/bin/linux/amd64/kubectl".formatted(Versions.KUBERNETES);
    private static final String ETCD = "etcd-v%s-".formatted(Versions.ETCD);
    private static final String ETCD_RELEASE = "/v%s/".formatted(Versions.ETCD);

    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new HashMap<>();
    private final HttpServer server = newServer();

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = files.get(exchange.getRequestURI().getPath());
                exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
                if (body != null) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void downloadsWhatHasThePublishedChecksum() throws IOException {
        files.put(KUBECTL, bytes("program"));
        files.put(KUBECTL + ".sha256", bytes(sha256(bytes("program"))));

        binaries(LINUX).download(Component.KUBECTL, folder.resolve("kubectl"));

        assertThat(folder.resolve("kubectl")).hasContent("program");
    }

    @Test
    void refusesWhatHasNot() {
        files.put(KUBECTL, bytes("something else"));
        files.put(KUBECTL + ".sha256", bytes(sha256(bytes("program"))));

        assertThatThrownBy(() -> binaries(LINUX).download(Component.KUBECTL, folder.resolve("kubectl")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not what was published");
        assertThat(folder.resolve("kubectl")).doesNotExist();
    }

    @Test
    void takesEtcdOutOfItsArchive() throws IOException {
        publishEtcd("linux-amd64.tar.gz", tar("README.md", "hello", ETCD + "linux-amd64/etcd", "program"));

        binaries(LINUX).download(Component.ETCD, folder.resolve("etcd"));

        assertThat(folder.resolve("etcd")).hasContent("program");
    }

    @Test
    void takesEtcdOutOfTheArchiveForMacOs() throws IOException {
        publishEtcd("darwin-arm64.zip", zip(ETCD + "darwin-arm64/etcd", "program"));

        binaries(MAC).download(Component.ETCD, folder.resolve("etcd"));

        assertThat(folder.resolve("etcd")).hasContent("program");
    }

    @Test
    void saysThatAnArchiveHoldsNoEtcd() throws IOException {
        publishEtcd("linux-amd64.tar.gz", tar("README.md", "hello", "LICENSE", "Apache"));

        assertThatThrownBy(() -> binaries(LINUX).download(Component.ETCD, folder.resolve("etcd")))
                .hasMessageContaining("the archive holds no " + ETCD + "linux-amd64/etcd");
    }

    @Test
    void saysWhatTheServerAnswered() {
        assertThatThrownBy(() -> binaries(LINUX).download(Component.KUBECTL, folder.resolve("kubectl")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered 404");
    }

    @Test
    void saysThatAHostCannotBeReached() {
        server.stop(0);

        assertThatThrownBy(() -> binaries(LINUX).download(Component.KUBECTL, folder.resolve("kubectl")))
                .isInstanceOf(IOException.class)
                .hasMessage("127.0.0.1 cannot be reached");
    }

    @Test
    void knowsThatServersAreNotPublishedForMacOs() {
        assertThat(binaries(MAC).publishes(Component.API_SERVER)).isFalse();
        assertThat(binaries(MAC).publishes(Component.KUBECTL)).isTrue();
        assertThat(binaries(LINUX).publishes(Component.API_SERVER)).isTrue();
    }

    private void publishEtcd(String file, byte[] archive) {
        files.put(ETCD_RELEASE + ETCD + file, archive);
        files.put(
                ETCD_RELEASE + "SHA256SUMS",
                bytes("%s  other%n%s  %s%s%n".formatted("0".repeat(64), sha256(archive), ETCD, file)));
    }

    private OfficialBinaries binaries(Platform platform) {
        var base =
                URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
        return new OfficialBinaries(base, base, platform);
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] tar(String... namesAndTexts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (var i = 0; i < namesAndTexts.length; i += 2) {
                var header = new byte[512];
                var name = bytes(namesAndTexts[i]);
                System.arraycopy(name, 0, header, 0, name.length);
                var content = bytes(namesAndTexts[i + 1]);
                var size = bytes("%011o".formatted(content.length));
                System.arraycopy(size, 0, header, 124, size.length);
                gzip.write(header);
                gzip.write(Arrays.copyOf(content, 512));
            }
            gzip.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String name, String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(bytes(text));
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
