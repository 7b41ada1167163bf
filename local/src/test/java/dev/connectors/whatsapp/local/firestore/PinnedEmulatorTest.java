package dev.connectors.whatsapp.local.firestore;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PinnedEmulatorTest {
    private static final String CONTENT = "the emulator";
    private static final String SHA_256 = "ff400d5969d0641e991e45abb249ffd46f5ac795e681f2acfcf8a68542012b23";

    @TempDir
    Path folder;

    private final HttpServer server = newServer();

    @BeforeEach
    void serve() {
        server.createContext("/emulator.jar", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, CONTENT.length());
                exchange.getResponseBody().write(CONTENT.getBytes(UTF_8));
            }
        });
        server.createContext("/forbidden.jar", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(403, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void isStoredWholeUnderItsName() {
        var target = folder.resolve("cache/emulator.jar");

        new PinnedEmulator(uri("/emulator.jar"), CONTENT.length(), SHA_256).downloadTo(target);

        assertThat(target).hasContent(CONTENT);
        assertThat(target.getParent()).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void leavesNothingBehindWhenTheChecksumIsWrong() {
        var target = folder.resolve("emulator.jar");
        var pinned = new PinnedEmulator(uri("/emulator.jar"), CONTENT.length(), "0".repeat(64));

        assertThatThrownBy(() -> pinned.downloadTo(target))
                .isInstanceOf(EmulatorUnavailableException.class)
                .hasMessageContaining("is not what was published")
                .hasMessageContaining(SHA_256);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void namesTheOtherWaysWhenTheNetworkSaysNo() {
        var target = folder.resolve("emulator.jar");
        var pinned = new PinnedEmulator(uri("/forbidden.jar"), CONTENT.length(), SHA_256);

        assertThatThrownBy(() -> pinned.downloadTo(target))
                .isInstanceOf(EmulatorUnavailableException.class)
                .hasMessageContaining("the server answered 403")
                .hasMessageContaining("gcloud components install cloud-firestore-emulator")
                .hasMessageContaining("npx firebase-tools setup:emulators:firestore")
                .hasMessageContaining(target.toString())
                .hasMessageContaining("FIRESTORE_EMULATOR_JAR")
                .hasMessageContaining("FIRESTORE_EMULATOR_HOST");
        assertThat(folder).isEmptyDirectory();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
