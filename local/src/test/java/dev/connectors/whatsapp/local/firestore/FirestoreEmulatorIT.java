package dev.connectors.whatsapp.local.firestore;

import dev.connectors.whatsapp.local.process.ChildProcess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

@ExtendWith(FirestoreEmulatorExtension.class)
class FirestoreEmulatorIT {
    @Test
    void keepsDocumentsWithAllKindsOfValues(FirestoreEmulator emulator) {
        var documents = emulator.documents(FirestoreEmulator.newProjectId());
        var fields = Map.<String, Object>of(
                "text",
                "Gr\u00fc\u00dfe",
                "count",
                3L,
                "share",
                0.5,
                "open",
                true,
                "at",
                Instant.parse("2026-01-02T03:04:05Z"),
                "tags",
                List.of("a", "b"),
                "last",
                Map.of("body", "hi"));

        documents.create("threads", "sales_40700000001@s.whatsapp.net", fields);

        var read = documents.get("threads/sales_40700000001@s.whatsapp.net").orElseThrow();
        assertThat(read.id()).isEqualTo("sales_40700000001@s.whatsapp.net");
        assertThat(read.fields()).containsExactlyInAnyOrderEntriesOf(fields);
        assertThat(read.text("text")).hasValue("Gr\u00fc\u00dfe");
        assertThat(read.text("count")).isEmpty();
    }

    @Test
    void findsTheDocumentsWithAValue(FirestoreEmulator emulator) {
        var documents = emulator.documents(FirestoreEmulator.newProjectId());
        documents.create("messages", "1", Map.of("threadId", "a"));
        documents.create("messages", "2", Map.of("threadId", "b"));

        assertThat(documents.whereEqual("messages", "threadId", "b"))
                .singleElement()
                .satisfies(document -> {
                    assertThat(document.id()).isEqualTo("2");
                    assertThat(document.fields()).containsExactly(entry("threadId", "b"));
                });
    }

    @Test
    void clearsOneProjectAndNotTheOthers(FirestoreEmulator emulator) {
        var cleared = FirestoreEmulator.newProjectId();
        var kept = FirestoreEmulator.newProjectId();
        emulator.documents(cleared).create("accounts", "a", Map.of());
        emulator.documents(kept).create("accounts", "a", Map.of());

        emulator.clear(cleared);

        assertThat(emulator.documents(cleared).list("accounts")).isEmpty();
        assertThat(emulator.documents(kept).list("accounts")).hasSize(1);
    }

    @Test
    void leavesNoProcessBehind(@TempDir Path folder) {
        var emulator = FirestoreEmulator.start(folder.resolve("emulator.log"));
        assertThat(emulator.documents("demo-any").get("accounts/none")).isEmpty();

        emulator.close();

        assertThat(emulator.process().stream()).noneMatch(ChildProcess::isAlive);
    }
}
