package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("A10")
class MergeTest {
    private static final ThreadId THREAD =
            new ThreadId(new AccountId("sales"), new ChatId("40712345678@s.whatsapp.net"));

    private static Map<String, Object> last(DataLayout layout, long second, String text) {
        return Map.of(
                "lastMessageAt",
                Timestamp.ofTimeSecondsAndNanos(second, 0),
                "lastMessageDirection",
                "inbound",
                layout.previewField(),
                text);
    }

    private static Map<String, Object> merged(
            DataLayout layout, Map<String, Object> former, Map<String, Object> present) {
        var fields = new HashMap<>(present);
        fields.putAll(Merge.thread(layout, THREAD, former, Optional.of(present)));
        return fields;
    }

    @Test
    void aNewThreadIsTheFormerOneUnderItsName() {
        var fields = Merge.thread(
                DataLayout.CANONICAL, THREAD, Map.of("clientJid", "+40712345678", "colour", "red"), Optional.empty());

        assertThat(fields)
                .isEqualTo(Map.of(
                        "accountId", "sales",
                        "chatId", "40712345678@s.whatsapp.net",
                        "clientJid", "40712345678@s.whatsapp.net",
                        "colour", "red"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThereStaysAndWhatItLacksIsAdded(DataLayout layout) {
        var fields = merged(layout, Map.of("ownerUid", "bob", "colour", "red"), Map.of("ownerUid", "ana"));

        assertThat(fields).containsEntry("ownerUid", "ana").containsEntry("colour", "red");
    }

    @ParameterizedTest
    @EnumSource
    void theLaterMessageIsTheLast(DataLayout layout) {
        assertThat(merged(layout, last(layout, 2, "later"), last(layout, 1, "earlier")))
                .containsAllEntriesOf(last(layout, 2, "later"));
        assertThat(merged(layout, last(layout, 1, "earlier"), last(layout, 2, "later")))
                .containsAllEntriesOf(last(layout, 2, "later"));
        assertThat(merged(layout, last(layout, 1, "other"), last(layout, 1, "there")))
                .containsAllEntriesOf(last(layout, 1, "there"));
    }

    @Test
    void theEarlierBeginningIsTheBeginning() {
        var early = Map.<String, Object>of("createdAt", Timestamp.ofTimeSecondsAndNanos(1, 0));
        var late = Map.<String, Object>of("createdAt", Timestamp.ofTimeSecondsAndNanos(2, 0));

        assertThat(merged(DataLayout.LEGACY, early, late)).containsAllEntriesOf(early);
        assertThat(merged(DataLayout.LEGACY, late, early)).containsAllEntriesOf(early);
    }

    @Test
    void mergingASecondTimeChangesNothing() {
        var former = last(DataLayout.CANONICAL, 2, "later");
        var once = merged(DataLayout.CANONICAL, former, last(DataLayout.CANONICAL, 1, "earlier"));

        assertThat(merged(DataLayout.CANONICAL, former, once)).isEqualTo(once);
    }
}
