package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SendRequestTest {
    private static final ThreadId THREAD = Entries.thread("sales", "40712345678@s.whatsapp.net");

    @Test
    @Tag("O2")
    void whatACallerRepeatsIsTheSameRequest() {
        var request = new SendRequest("ana", THREAD, "Bună!", Optional.of("m1"));
        var repeated = new SendRequest("ana", THREAD, "Bună!", Optional.of("m1"));

        assertThat(repeated.id()).isEqualTo(request.id());
    }

    @Test
    @Tag("O2")
    void theTextIsNoPartOfWhatMakesARequestTheSame() {
        var request = new SendRequest("ana", THREAD, "Bună!", Optional.of("m1"));
        var edited = new SendRequest("ana", THREAD, "Bună ziua!", Optional.of("m1"));

        assertThat(edited.id()).isEqualTo(request.id());
    }

    @Test
    @Tag("H9")
    void withoutAnythingToRepeatByEachRequestIsANewOne() {
        var ids = Stream.generate(() -> new SendRequest("ana", THREAD, "Bună!", Optional.empty()).id())
                .limit(100)
                .collect(Collectors.toSet());

        assertThat(ids).hasSize(100);
    }
}
