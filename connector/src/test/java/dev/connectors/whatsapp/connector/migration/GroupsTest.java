package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.firestore.Blob;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("A10")
class GroupsTest {
    @Test
    void whatFitsStaysTogetherAndInOrder() {
        assertThat(Groups.of(List.of(4, 6, 1, 9, 2), Integer::longValue, 10))
                .containsExactly(List.of(4, 6), List.of(1, 9), List.of(2));
    }

    @Test
    void whatFitsNowhereIsAlone() {
        assertThat(Groups.of(List.of(1, 20, 1), Integer::longValue, 10))
                .containsExactly(List.of(1), List.of(20), List.of(1));
        assertThat(Groups.of(List.<Integer>of(), Integer::longValue, 10)).isEmpty();
    }

    @Test
    void textsAndBytesCountWhereverTheyAre() {
        assertThat(Groups.bytes(Map.of("a", List.of(Map.of("b", "x".repeat(1_000))))))
                .isBetween(1_000L, 4_000L);
        assertThat(Groups.bytes(Blob.fromBytes(new byte[1_000]))).isBetween(1_000L, 1_100L);
    }
}
