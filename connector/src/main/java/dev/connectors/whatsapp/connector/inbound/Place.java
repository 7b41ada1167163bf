package dev.connectors.whatsapp.connector.inbound;

import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;

/** Where a message is kept: people have two names, so a message may have more than one place to look for it. */
record Place(ThreadId thread, MessageKey key) {}
