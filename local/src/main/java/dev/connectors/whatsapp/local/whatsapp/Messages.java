package dev.connectors.whatsapp.local.whatsapp;

import java.util.List;

/** A list of messages on the wire. */
record Messages(List<ReadMessage.Wire> messages) {
    List<ReadMessage> read() {
        return messages.stream().map(ReadMessage.Wire::message).toList();
    }
}
