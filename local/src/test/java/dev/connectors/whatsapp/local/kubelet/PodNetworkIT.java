package dev.connectors.whatsapp.local.kubelet;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PodNetworkIT {
    @TempDir
    Path folder;

    @Test
    void givesAPodOfTheSameNameTheSameAddress() {
        var file = folder.resolve("addresses");
        String first;
        try (var network = PodNetwork.open(file)) {
            first = network.address("team", "shard-0", "uid-1");
            assertThat(network.address("team", "shard-1", "uid-2")).isNotEqualTo(first);
            network.release("uid-1");
            assertThat(network.address("team", "shard-0", "uid-3")).isEqualTo(first);
        }

        try (var network = PodNetwork.open(file)) {
            // Somebody may have taken the network meanwhile; the rest of the address stays.
            assertThat(network.address("team", "shard-0", "uid-4")).endsWith(first.substring(first.indexOf('.', 4)));
        }
    }

    @Test
    void neverGivesAnAddressThatIsInUse() {
        try (var network = PodNetwork.open(folder.resolve("addresses"))) {
            var first = network.address("team", "shard-0", "uid-1");

            assertThat(network.address("team", "shard-0", "uid-2")).isNotEqualTo(first);
            assertThat(network.address("team", "shard-0", "uid-1"))
                    .isNotEqualTo(first + "x")
                    .startsWith("127.");
        }
    }

    @Test
    void sharesNoNetworkWithAnotherCluster() {
        try (var one = PodNetwork.open(folder.resolve("one"));
                var other = PodNetwork.open(folder.resolve("other"))) {
            assertThat(one.address("team", "a", "uid-1")).isNotEqualTo(other.address("team", "a", "uid-2"));
        }
    }
}
