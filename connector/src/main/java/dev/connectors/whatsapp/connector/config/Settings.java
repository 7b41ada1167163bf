package dev.connectors.whatsapp.connector.config;

import com.google.auth.Credentials;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Everything the connector is told by its environment, valid as a whole.
 *
 * @param port {@code PORT}: the HTTP port, 0 for any free one
 * @param firestore where the data is
 * @param sessions where the sessions are
 * @param bridge how the bridge is reached
 * @param connections how accounts are connected
 * @param lease how long this connector may hold accounts without being heard of
 * @param dedupeFor {@code INBOUND_DEDUPE_DAYS}: how long a message that comes again is recognised
 * @param auth who issues the tokens of callers, and what is read from them
 * @param api what the HTTP API allows
 * @param share which accounts are this connector's, where no operator says so
 * @param fleet where an operator runs this connector as one shard of many
 * @param outbox how messages are sent
 * @param workerId names this process in claims
 * @param publicBaseUrl {@code PUBLIC_BASE_URL}: where client applications reach the connectors
 */
public record Settings(
        int port,
        FirestoreSettings firestore,
        SessionsSettings sessions,
        BridgeSettings bridge,
        ConnectionSettings connections,
        LeaseSettings lease,
        Duration dedupeFor,
        AuthSettings auth,
        ApiSettings api,
        ShareSettings share,
        Optional<FleetSettings> fleet,
        OutboxSettings outbox,
        String workerId,
        Optional<URI> publicBaseUrl) {

    /**
     * Where the data is.
     *
     * @param projectId the Firebase project
     * @param layout {@code FIRESTORE_LAYOUT}: which generation of client applications shares it
     * @param emulatorHost {@code FIRESTORE_EMULATOR_HOST}, host and port; no credentials are used then
     * @param credentials of a service account; empty for the platform's own identity
     */
    public record FirestoreSettings(
            String projectId, DataLayout layout, Optional<String> emulatorHost, Optional<Credentials> credentials) {}

    /**
     * Where the sessions are.
     *
     * @param path the folder of the sessions
     * @param setting the environment variable that decided it
     * @param ephemeral whether it was nobody's decision: the sessions end with the machine
     */
    public record SessionsSettings(Path path, String setting, boolean ephemeral) {}

    /** The bridge is either a sidecar that somebody else runs, or a child of the connector. */
    public sealed interface BridgeSettings {
        /**
         * Somebody else runs it.
         *
         * @param socket {@code BRIDGE_SOCKET}: the Unix domain socket that the bridge serves
         */
        record Sidecar(Path socket) implements BridgeSettings {}

        /**
         * The connector runs it.
         *
         * @param directory {@code BRIDGE_DIR}: the folder of the bridge's npm package, built
         * @param environment the connector's own, which the bridge inherits, without its Firestore credentials
         */
        record Child(Path directory, Map<String, String> environment) implements BridgeSettings {
            /** The program that Node runs. */
            public Path program() {
                return directory.resolve("dist/bundle/main.js");
            }
        }
    }

    /**
     * What a command wants that moves sessions between volumes.
     *
     * @param bridge of the volume
     * @param key seals the copies
     */
    public record TransferSettings(
            FirestoreSettings firestore, SessionsSettings sessions, BridgeSettings bridge, SecretKey key) {}

    /**
     * How accounts are connected.
     *
     * @param maxAttempts {@code RECONNECT_MAX_ATTEMPTS}: how many tries in a row may fail before an account stays disconnected
     *     until a person acts
     * @param stagger of accounts that begin together
     */
    public record ConnectionSettings(int maxAttempts, StaggerSettings stagger) {}

    /**
     * How much time there is between accounts that begin together.
     *
     * @param least {@code BOOT_JITTER_MIN_MS}
     * @param most {@code BOOT_JITTER_MAX_MS}; 0 for all at once
     * @param total {@code BOOT_JITTER_TOTAL_MS}: until the last one at the most
     */
    public record StaggerSettings(Duration least, Duration most, Duration total) {}

    /**
     * How long this connector may hold accounts without being heard of.
     *
     * @param length {@code LEASE_MS}: how long a renewal is good; others wait for {@code renewEvery} longer before they take
     *     the accounts
     * @param renewEvery {@code LEASE_RENEW_EVERY_MS}
     */
    public record LeaseSettings(Duration length, Duration renewEvery) {}

    /**
     * Which accounts are this connector's, where no operator says so.
     *
     * @param shards {@code SHARD_COUNT}: between how many connectors they are split
     * @param index {@code SHARD_INDEX}: which of them this one is, from 0
     * @param maxAccounts {@code MAX_ACCOUNTS}: how many it runs at the most
     */
    public record ShareSettings(int shards, int index, int maxAccounts) {}

    /**
     * What an operator tells its connectors.
     *
     * @param shard {@code SHARD_NAME}
     * @param accounts {@code ACCOUNTS_FILE}: the list of this shard's accounts, which changes while it runs
     * @param token {@code INTERNAL_TOKEN_FILE}: holds what the operator presents when it asks how the accounts are
     * @param proxyCredentials {@code PROXY_CREDENTIALS_PATH}: the folder with a file for each account whose proxy wants
     *     credentials
     * @param kubernetes how accounts are set up by the API; empty where only others set them up
     */
    public record FleetSettings(
            String shard,
            Path accounts,
            Path token,
            Optional<Path> proxyCredentials,
            Optional<KubernetesSettings> kubernetes) {}

    /**
     * Where accounts are resources that the connector may create.
     *
     * @param apiServer {@code KUBERNETES_SERVICE_HOST} and {@code KUBERNETES_SERVICE_PORT}, which every container has there
     * @param credentials {@code KUBERNETES_CREDENTIALS_PATH}: the folder with {@code token}, {@code ca.crt} and
     *     {@code namespace} as Kubernetes mounts them
     * @param pool {@code POOL_NAME}: whose shards are to run the accounts
     */
    public record KubernetesSettings(URI apiServer, Path credentials, String pool) {}

    /**
     * How messages are sent.
     *
     * @param messagesPerMinute {@code RATE_LIMIT_ACCOUNT_PER_MIN}: of one account, unless it has a pace of its own
     * @param acknowledgedWithin {@code SEND_ACK_TIMEOUT_MS}: how long WhatsApp's server may take to answer a message before
     *     its account's connection is renewed
     * @param keepSent {@code OUTBOX_RETENTION_DAYS}: how long entries stay after they are sent
     */
    public record OutboxSettings(int messagesPerMinute, Duration acknowledgedWithin, Duration keepSent) {}

    /**
     * Who issues the tokens of callers, and what is read from them.
     *
     * @param issuer {@code AUTH_ISSUER_URI}
     * @param audience the Firebase project
     * @param jwks {@code AUTH_JWKS_URI}: the issuer's public keys
     * @param employee {@code AUTH_EMPLOYEE_CLAIM}: what an employee's token has
     * @param superAdmin {@code AUTH_SUPER_ADMIN_CLAIM}: what a super-admin's token has
     */
    public record AuthSettings(URI issuer, String audience, URI jwks, ClaimRule employee, ClaimRule superAdmin) {}

    /**
     * What the HTTP API allows.
     *
     * @param requestsPerMinute {@code RATE_LIMIT_USER_PER_MIN}: of one caller's requests that write
     * @param origins {@code CORS_ALLOWED_ORIGINS}: whose pages a browser lets call it; none where it is empty
     */
    public record ApiSettings(int requestsPerMinute, List<String> origins) {}
}
