package dev.connectors.whatsapp.operator.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.connectors.whatsapp.operator.api.DesiredState;
import dev.connectors.whatsapp.operator.api.Pairing;
import dev.connectors.whatsapp.operator.api.Proxy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An account as its connector shall run it.
 *
 * @param uid of the resource: tells an account from a later one with the same id
 * @param name for people
 * @param phone E.164 with the plus sign
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountEntry(
        AccountId accountId,
        String uid,
        String name,
        String phone,
        DesiredState state,
        Pairing pairing,
        int messagesPerMinute,
        @Nullable ProxyEntry proxy) {

    public AccountEntry {
        Objects.requireNonNull(accountId, "accountId");
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(phone, "phone");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(pairing, "pairing");
    }

    /**
     * A way around for the account's connection.
     *
     * @param credentials whether a file named like the account's id, in the folder {@code PROXY_CREDENTIALS_PATH}, has
     *     them: a ConfigMap is no place for a password
     */
    public record ProxyEntry(Proxy.Protocol protocol, String host, int port, boolean credentials) {
        public ProxyEntry {
            Objects.requireNonNull(protocol, "protocol");
            Objects.requireNonNull(host, "host");
        }
    }
}
