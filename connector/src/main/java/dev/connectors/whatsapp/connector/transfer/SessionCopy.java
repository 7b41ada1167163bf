package dev.connectors.whatsapp.connector.transfer;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Instant;

/**
 * A session on its way from one volume to another.
 *
 * @param epoch the account's, at which the copy was taken; it is good only as long as that is still the account's
 * @param session the bridge's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SessionCopy(AccountId account, long epoch, Instant takenAt, byte[] session) {}
