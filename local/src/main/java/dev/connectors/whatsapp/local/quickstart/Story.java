package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.standalone.ConnectorApi;
import java.time.Duration;
import java.util.List;

/**
 * Who wrote what to whom.
 *
 * @param received what the contact wrote to accounts
 * @param sent what accounts wrote to the contact
 */
record Story(List<Received> received, List<Sent> sent) {
    Story {
        received = List.copyOf(received);
        sent = List.copyOf(sent);
    }

    /**
     * A message of the contact that is in Firestore.
     *
     * @param messageId WhatsApp's
     * @param document the message's path
     * @param took from writing to being found in Firestore
     */
    record Received(Account account, String text, String messageId, String document, Duration took) {}

    /**
     * A message of an account that the contact has read.
     *
     * @param request as it was posted
     * @param commandId the request's id, and that of its outbox document
     * @param messageId WhatsApp's
     * @param took from the request to being read
     */
    record Sent(Account account, ConnectorApi.SendRequest request, String commandId, String messageId, Duration took) {
        String text() {
            return request.text();
        }
    }
}
