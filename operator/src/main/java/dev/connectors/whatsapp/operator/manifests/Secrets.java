package dev.connectors.whatsapp.operator.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** What only connectors and the operator may read. */
public final class Secrets {
    /** The key of the token, and so the name of the mounted file. */
    public static final String TOKEN_KEY = "token";

    private static final String OPAQUE = "Opaque";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Secrets() {}

    /**
     * User name and password for a proxy, as the connector reads them.
     *
     * @param username empty where the proxy wants a password alone
     */
    public record Credentials(String username, String password) {
        /** Says nothing. */
        @Override
        public String toString() {
            return "Credentials[****]";
        }
    }

    public static String tokenName(String pool) {
        return PoolManifests.name(pool) + "-internal";
    }

    /**
     * Guards the internal endpoint of the pool's connectors.
     *
     * @param token made once and kept: another one locks the operator out until the pods have it
     */
    public static Secret token(ConnectorPool pool, String token) {
        return new SecretBuilder()
                .withMetadata(Metadata.ofPool(pool, tokenName(pool.getMetadata().getName())))
                .withType(OPAQUE)
                .withData(Map.of(TOKEN_KEY, base64(token)))
                .build();
    }

    static String proxiesName(ShardId shard) {
        return shard.name() + "-proxies";
    }

    /** A file for each account of the shard whose proxy wants credentials, named like its id. */
    public static Secret proxies(ConnectorPool pool, ShardId shard, Map<AccountId, Credentials> credentials) {
        var files = new TreeMap<String, String>();
        credentials.forEach((account, secret) -> files.put(account.value(), base64(json(secret))));
        return new SecretBuilder()
                .withMetadata(Metadata.ofShard(pool, shard, proxiesName(shard)))
                .withType(OPAQUE)
                .withData(files)
                .build();
    }

    private static String json(Credentials credentials) {
        try {
            return JSON.writeValueAsString(credentials);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two strings can be written", e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
