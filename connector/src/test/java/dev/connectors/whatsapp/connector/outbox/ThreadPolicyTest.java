package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.outbox.ThreadRefusedException.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("S3")
class ThreadPolicyTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, nullValues = "-", textBlock = """
            OWNER, CO-WRITERS, LOCKED, SENDER, REFUSAL
            -,     '',         false,  ana,    -
            -,     ion,        false,  ana,    -
            ana,   '',         false,  ana,    -
            ana,   '',         false,  ion,    NOT_THREAD_WRITER
            ana,   ion,        false,  ion,    -
            ana,   eva ion,    false,  ion,    -
            ana,   eva,        false,  ion,    NOT_THREAD_WRITER
            ana,   '',         false,  an,     NOT_THREAD_WRITER
            ana,   '',         false,  ANA,    NOT_THREAD_WRITER
            ana,   '',         true,   ana,    THREAD_LOCKED
            ana,   ion,        true,   ion,    THREAD_LOCKED
            ana,   '',         true,   ion,    THREAD_LOCKED
            -,     '',         true,   ana,    THREAD_LOCKED
            """)
    void ownerAndCoWritersMaySendUnlessTheThreadIsLocked(
            @Nullable String owner, String coWriters, boolean locked, String sender, @Nullable Refusal refusal) {
        var thread = new ThreadState(
                Optional.of(Entries.version(1)),
                Optional.ofNullable(owner),
                List.of(coWriters.split(" ")),
                locked,
                7,
                Instant.EPOCH);

        assertThat(ThreadPolicy.refusal(thread, sender)).isEqualTo(Optional.ofNullable(refusal));
    }
}
