package dev.connectors.whatsapp.connector.bridge;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import java.util.Optional;

/**
 * How an account is in the bridge.
 *
 * @param paired whether the stored session is linked to a phone
 * @param jid the account's own, once paired
 * @param qr what the QR has to say while {@code state} is {@code QR_READY}
 * @param connection the present connection's number
 * @param proxied whether its latest connection went through a proxy
 */
public record BridgeSession(
        AccountId account,
        State state,
        boolean paired,
        Optional<ChatId> jid,
        Optional<String> qr,
        long connection,
        boolean proxied) {
    public enum State {
        DISCONNECTED,
        CONNECTING,
        QR_READY,
        CONNECTED
    }
}
