package dev.connectors.whatsapp.connector.kubernetes;

import dev.connectors.whatsapp.connector.account.Account;
import dev.connectors.whatsapp.connector.account.AccountExistsException;
import dev.connectors.whatsapp.connector.account.AccountRefusedException;
import dev.connectors.whatsapp.connector.account.AccountSetupUnavailableException;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An account as a {@code WhatsAppAccount}, and what an API server's answer to it means. Pure.
 *
 * @param pool whose shards are to run it
 */
record AccountResource(Account account, String pool) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** An unknown token, no such kind of resource, too late, too often: whoever wants the account could not change that. */
    private static final Set<Integer> NOT_ABOUT_THE_ACCOUNT = Set.of(401, 404, 408, 429);

    /** The account's id, in the characters that Kubernetes allows: the second resource of one id is refused by its name. */
    String name() {
        return account.id().value().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As a user would write it. */
    String json() {
        var resource = JSON.createObjectNode();
        resource.put("apiVersion", "whatsapp.connectors.dev/v1alpha1").put("kind", "WhatsAppAccount");
        resource.putObject("metadata").put("name", name());
        var spec = resource.putObject("spec");
        spec.put("accountId", account.id().value()).put("displayName", account.name());
        account.phone().map(PhoneNumber::digits).ifPresent(digits -> spec.put("phoneNumber", "+" + digits));
        spec.put("poolRef", pool);
        return resource.toString();
    }

    /**
     * Returns where there is a resource now, and throws whatever else the answer means.
     *
     * @param body a {@code Status} where it was refused; its message is not repeated, since it may tell the number
     */
    void check(int status, String body) {
        if (status >= 200 && status < 300) {
            return;
        }
        var reason = reason(body);
        if (status == 409 && reason.equals("AlreadyExists")) {
            throw new AccountExistsException(account.id());
        }
        if (status >= 400 && status < 500 && !NOT_ABOUT_THE_ACCOUNT.contains(status)) {
            throw new AccountRefusedException("Kubernetes refuses the account (" + status + " " + reason + "): a quota,"
                    + " an admission policy or a missing right; the connector's log has its words");
        }
        throw new AccountSetupUnavailableException("Kubernetes answered " + status + " " + reason);
    }

    private static String reason(String body) {
        try {
            var json = JSON.readTree(body);
            return json == null ? "" : text(json.path("reason"));
        } catch (JacksonException notJson) {
            // Of a proxy or a load balancer in front of it.
            return "";
        }
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.asString() : "";
    }
}
