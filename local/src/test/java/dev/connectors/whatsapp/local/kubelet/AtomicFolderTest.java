package dev.connectors.whatsapp.local.kubelet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AtomicFolderTest {
    @TempDir
    Path parent;

    private Path path = Path.of("");
    private AtomicFolder folder = new AtomicFolder(path);

    @BeforeEach
    void open() {
        path = parent.resolve("volume");
        folder = new AtomicFolder(path);
    }

    @Test
    void holdsItsFilesThroughALink() throws IOException {
        folder.write(Map.of("a.txt", content("one", 0640), "sub/b.txt", content("two", 0644)));

        assertThat(path.resolve("a.txt")).hasContent("one").isSymbolicLink();
        assertThat(path.resolve("sub/b.txt")).hasContent("two");
        assertThat(Files.readSymbolicLink(path.resolve("a.txt"))).isEqualTo(Path.of("..data/a.txt"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("a.txt"))))
                .isEqualTo("rw-r-----");
    }

    @Test
    void changesAllFilesByChangingOneLink() throws IOException {
        folder.write(Map.of("a", content("1", 0644), "b", content("1", 0644)));
        var before = path.resolve("..data").toRealPath();

        var changed = folder.write(Map.of("a", content("2", 0644), "c", content("2", 0644)));

        assertThat(changed).isTrue();
        assertThat(path.resolve("..data").toRealPath()).isNotEqualTo(before);
        assertThat(before).doesNotExist();
        assertThat(path.resolve("a")).hasContent("2");
        assertThat(path.resolve("b")).doesNotExist();
        assertThat(path.resolve("c")).hasContent("2");
        try (var entries = Files.list(path)) {
            assertThat(entries).hasSize(4);
        }
    }

    @Test
    void touchesNothingWhenNothingChanges() throws IOException {
        folder.write(Map.of("a", content("1", 0644)));
        var before = path.resolve("..data").toRealPath();

        assertThat(folder.write(Map.of("a", content("1", 0644)))).isFalse();
        assertThat(path.resolve("..data").toRealPath()).isEqualTo(before);
    }

    @Test
    void takesOverWhatAnEarlierKubeletHasWritten() throws IOException {
        folder.write(Map.of("a", content("1", 0644)));

        new AtomicFolder(path).write(Map.of("a", content("2", 0600)));

        assertThat(path.resolve("a")).hasContent("2");
    }

    private static FileContent content(String text, int mode) {
        return new FileContent(text.getBytes(StandardCharsets.UTF_8), mode);
    }
}
