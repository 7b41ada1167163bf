package dev.connectors.whatsapp.local.cluster;

import dev.connectors.whatsapp.local.cluster.BinariesCache.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BinariesCacheTest {
    @TempDir
    Path folder;

    private final List<String> progress = new ArrayList<>();

    @Test
    void triesOneWayAfterTheOther() throws IOException {
        cache(
                        (component, target) -> {
                            throw new IOException("no network");
                        },
                        (component, target) -> Files.writeString(target, "built " + component.fileName()))
                .fill();

        for (var component : Component.values()) {
            assertThat(folder.resolve(component.fileName()))
                    .hasContent("built " + component.fileName())
                    .isExecutable();
        }
        assertThat(progress).contains("etcd: no network", "kubectl 1.36.3: getting it (5 of 5)");
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(Component.values().length + 1);
        }
    }

    @Test
    void saysWhatCanBeDoneWhenNoWayLeadsThere() {
        var cache = cache((component, target) -> {
            Files.writeString(target, "half");
            throw new IOException("no network");
        });

        assertThatThrownBy(cache::fill)
                .isInstanceOf(BinariesUnavailableException.class)
                .hasMessageContaining("lacks etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl")
                .hasMessageContaining("  - no network")
                .hasMessageContaining("dl.k8s.io and github.com")
                .hasMessageContaining(folder.toString());
        assertThat(folder.resolve("etcd")).doesNotExist();
    }

    @Test
    void getsNothingTwiceWhenTwoFillItAtOnce() throws InterruptedException {
        var gets = new AtomicInteger();
        Way way = (component, target) -> {
            gets.incrementAndGet();
            Files.writeString(target, "x");
        };

        var threads = List.of(Thread.startVirtualThread(cache(way)::fill), Thread.startVirtualThread(cache(way)::fill));
        for (var thread : threads) {
            thread.join();
        }

        assertThat(gets).hasValue(Component.values().length);
    }

    private BinariesCache cache(Way... ways) {
        return new BinariesCache(
                folder,
                where -> Arrays.stream(Component.values())
                        .filter(component -> !Files.isExecutable(where.resolve(component.fileName())))
                        .toList(),
                progress::add,
                List.of(ways));
    }
}
