package dev.connectors.whatsapp.connector.inbound;

import com.google.protobuf.ByteString;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ChatEvent;
import dev.connectors.whatsapp.connector.bridge.Content;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("I1")
class BatchesTest {
    private static List<ChatEvent> messages(int count, Content content) {
        return IntStream.range(0, count)
                .<ChatEvent>mapToObj(i ->
                        ChatEvents.message(ChatEvents.received(ChatEvents.by(ChatEvents.NUMBER), "M" + i), i, content))
                .toList();
    }

    @Test
    void smallEventsAreOneBatch() {
        var events = messages(50, new Content.Text("Hello"));

        assertThat(Batches.of(events)).containsExactly(events);
    }

    @Test
    void whatWouldNotFitIntoOneCommitIsDividedInItsOrder() {
        var large = new Content.Unsupported("poll", ByteString.copyFrom(new byte[MessageDocument.MAX_RAW_BYTES]));
        var events = messages(50, large);

        var batches = Batches.of(events);

        assertThat(batches.stream().flatMap(List::stream)).isEqualTo(events);
        assertThat(batches)
                .hasSizeGreaterThan(1)
                .allSatisfy(batch -> assertThat(batch.size())
                        .isLessThanOrEqualTo(Batches.MAX_BYTES / MessageDocument.MAX_RAW_BYTES));
    }

    @Test
    void anEventThatIsTooLargeForAnyCommitIsAlone() {
        var events = messages(3, new Content.Text("x".repeat(Batches.MAX_BYTES)));

        assertThat(Batches.of(events)).hasSize(3);
    }
}
