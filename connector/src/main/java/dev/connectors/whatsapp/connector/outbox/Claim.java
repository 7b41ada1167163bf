package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;

/**
 * An entry that this worker holds.
 *
 * @param entry as it was when it was claimed, {@code attempts} counting this try
 * @param version of the document since the worker's last write: whoever else writes breaks the chain
 */
record Claim(OutboxEntry entry, Timestamp version) {
    Claim at(Timestamp newVersion) {
        return new Claim(entry, newVersion);
    }
}
