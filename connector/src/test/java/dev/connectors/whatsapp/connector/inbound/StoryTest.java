package dev.connectors.whatsapp.connector.inbound;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** However it arrives, it ends the same. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@Tag("I1")
@Tag("O10")
class StoryTest {
    private final DataLayout data;

    StoryTest(DataLayout data) {
        this.data = data;
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 400);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverTheOrderEachMessageEndsAsItWasWritten(long seed) {
        var story = new Story(seed);
        var store = new MemoryStore(data);

        story.arrivals().forEach(store::commit);

        assertThat(story.problems(
                        data, store.messages().values(), store.threads().values()))
                .isEmpty();
    }
}
