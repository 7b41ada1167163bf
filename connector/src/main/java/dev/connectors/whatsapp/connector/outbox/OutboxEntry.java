package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import java.time.Instant;
import java.util.Optional;

/**
 * A message on its way out, as its document says.
 *
 * @param sequence its place within the thread
 * @param waMessageId the id it has on WhatsApp's side, at each try
 * @param attempts claims so far
 * @param acceptedAt later than that of every earlier entry of the thread
 * @param nextAttemptAt not to be tried before then
 * @param messageVersion of the message's document as it was accepted: one commit made both
 * @param version of the document, by which the next write is conditioned
 */
record OutboxEntry(
        RequestId id,
        ThreadId thread,
        long sequence,
        String body,
        WaMessageId waMessageId,
        int attempts,
        Instant acceptedAt,
        Optional<Instant> nextAttemptAt,
        Timestamp messageVersion,
        Timestamp version) {

    OutboxEntry claimed() {
        return new OutboxEntry(
                id,
                thread,
                sequence,
                body,
                waMessageId,
                attempts + 1,
                acceptedAt,
                nextAttemptAt,
                messageVersion,
                version);
    }

    OutboxEntry released(Instant nextAttempt, int attemptsCounted, Timestamp newVersion) {
        return new OutboxEntry(
                id,
                thread,
                sequence,
                body,
                waMessageId,
                attemptsCounted,
                acceptedAt,
                Optional.of(nextAttempt),
                messageVersion,
                newVersion);
    }

    boolean isDue(Instant now) {
        return nextAttemptAt.map(at -> !now.isBefore(at)).orElse(true);
    }
}
