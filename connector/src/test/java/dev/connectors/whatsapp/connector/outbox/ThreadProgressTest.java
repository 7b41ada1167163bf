package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.ThreadId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static dev.connectors.whatsapp.connector.outbox.Entries.entry;
import static dev.connectors.whatsapp.connector.outbox.Entries.thread;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("O7")
class ThreadProgressTest {
    private static final ThreadId ANA = thread("sales", "1@lid");

    private final ThreadProgress progress = new ThreadProgress();

    @Test
    void nothingComesBeforeTheFirst() {
        assertThat(progress.isNext(entry(ANA, 1))).isTrue();
    }

    @Test
    void anEntryWhosePredecessorNobodySawMayHaveOneThatWaits() {
        assertThat(progress.isNext(entry(ANA, 2))).isFalse();
    }

    @Test
    void whatFollowsTheLastThatIsDoneIsNext() {
        progress.done(ANA, 4);

        assertThat(progress.isNext(entry(ANA, 5))).isTrue();
        assertThat(progress.isNext(entry(ANA, 6))).isFalse();
        assertThat(progress.isNext(entry(thread("sales", "2@lid"), 5))).isFalse();
    }

    @Test
    void aLateWordOfAnEarlierOneTakesNothingBack() {
        progress.done(ANA, 4);
        progress.done(ANA, 2);

        assertThat(progress.isNext(entry(ANA, 5))).isTrue();
    }

    @Test
    void whatIsPutBackLaterMayGo() {
        progress.done(ANA, 9);

        assertThat(progress.isNext(entry(ANA, 3))).isTrue();
    }
}
