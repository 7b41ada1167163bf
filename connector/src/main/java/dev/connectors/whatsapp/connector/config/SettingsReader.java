package dev.connectors.whatsapp.connector.config;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.config.Settings.ApiSettings;
import dev.connectors.whatsapp.connector.config.Settings.AuthSettings;
import dev.connectors.whatsapp.connector.config.Settings.BridgeSettings;
import dev.connectors.whatsapp.connector.config.Settings.ConnectionSettings;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.config.Settings.FleetSettings;
import dev.connectors.whatsapp.connector.config.Settings.KubernetesSettings;
import dev.connectors.whatsapp.connector.config.Settings.LeaseSettings;
import dev.connectors.whatsapp.connector.config.Settings.OutboxSettings;
import dev.connectors.whatsapp.connector.config.Settings.SessionsSettings;
import dev.connectors.whatsapp.connector.config.Settings.ShareSettings;
import dev.connectors.whatsapp.connector.config.Settings.StaggerSettings;
import dev.connectors.whatsapp.connector.config.Settings.TransferSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Turns the environment into {@link Settings}, or into one list of everything that is wrong with it. */
public final class SettingsReader {
    private static final String EMULATOR_HOST = "FIRESTORE_EMULATOR_HOST";
    private static final String PROXY_CREDENTIALS_PATH = "PROXY_CREDENTIALS_PATH";
    private static final String KUBERNETES_CREDENTIALS_PATH = "KUBERNETES_CREDENTIALS_PATH";
    private static final String PLATFORM_PROJECT = "GOOGLE_CLOUD_PROJECT";
    private static final Pattern HOST_AND_PORT = Pattern.compile("[^:/\\s]+:[0-9]{1,5}");
    /** Google Cloud: 6 to 30 characters, lower case, beginning with a letter; old ones have a domain in front. */
    private static final Pattern PROJECT = Pattern.compile("([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");

    private static final String GOOGLE_ISSUER = "https://securetoken.google.com/";
    /** Documented at "Verify ID tokens using a third-party JWT library", firebase.google.com. */
    private static final URI GOOGLE_JWKS =
            URI.create("https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com");

    /** sun_path has 108 bytes on Linux, the last of them a NUL; macOS has 104. */
    private static final int SOCKET_PATH_MAX_BYTES = 103;

    private SettingsReader() {}

    /**
     * Reads every setting.
     *
     * @param variables the environment
     * @throws InvalidSettingsException naming every setting that is missing or malformed
     */
    public static Settings read(Map<String, String> variables) {
        var env = new Environment(variables);
        var firestore = firestore(env);
        var settings = new Settings(
                env.integer("PORT", 8080, 0, 65535),
                firestore,
                sessions(env),
                bridge(env),
                connections(env),
                lease(env),
                Duration.ofDays(env.integer("INBOUND_DEDUPE_DAYS", 30, 1, 3650)),
                auth(env, firestore.projectId()),
                api(env),
                share(env),
                fleet(env),
                outbox(env),
                workerId(env),
                env.httpUri("PUBLIC_BASE_URL"));
        return valid(settings, env);
    }

    /**
     * Reads only where the data is: what a command wants that runs nothing else.
     *
     * @param variables the environment
     * @throws InvalidSettingsException naming every setting of these that is missing or malformed
     */
    public static FirestoreSettings readFirestore(Map<String, String> variables) {
        var env = new Environment(variables);
        return valid(firestore(env), env);
    }

    /**
     * Reads what a command wants that moves sessions between volumes.
     *
     * @param variables the environment
     * @throws InvalidSettingsException naming every setting of these that is missing or malformed
     */
    public static TransferSettings readTransfer(Map<String, String> variables) {
        var env = new Environment(variables);
        return valid(new TransferSettings(firestore(env), sessions(env), bridge(env), CopyKey.read(env)), env);
    }

    private static <T> T valid(T settings, Environment env) {
        if (!env.problems().isEmpty()) {
            throw new InvalidSettingsException(env.problems());
        }
        return settings;
    }

    private static FirestoreSettings firestore(Environment env) {
        var emulator = env.get(EMULATOR_HOST);
        if (emulator.isPresent() && !HOST_AND_PORT.matcher(emulator.get()).matches()) {
            env.problem(EMULATOR_HOST, "set it to host:port of a Firestore emulator, or unset it");
        }
        var credentials = FirebaseCredentials.read(env);
        return new FirestoreSettings(
                projectId(env), layout(env), emulator, emulator.isPresent() ? Optional.empty() : credentials);
    }

    private static DataLayout layout(Environment env) {
        var word = env.get("FIRESTORE_LAYOUT").orElseGet(DataLayout.CANONICAL::word);
        return DataLayout.fromWord(word).orElseGet(() -> {
            env.problem("FIRESTORE_LAYOUT", "set it to canonical or legacy (default canonical)");
            return DataLayout.CANONICAL;
        });
    }

    private static String projectId(Environment env) {
        var named = env.firstOf(FirebaseCredentials.PROJECT_ID, PLATFORM_PROJECT);
        var project = named.or(() -> FirebaseCredentials.projectId(env)).orElse("");
        if (!PROJECT.matcher(project).matches()) {
            var own = env.get(FirebaseCredentials.PROJECT_ID).isPresent() || named.isEmpty();
            env.problem(
                    own ? FirebaseCredentials.PROJECT_ID : PLATFORM_PROJECT,
                    "set it to the id of the Firebase project, such as my-company-prod"
                            + " (6 to 30 lower-case letters, digits and hyphens)");
        }
        return project;
    }

    private static SessionsSettings sessions(Environment env) {
        var settings = sessionsPath(env);
        new SessionsFolder(settings).problem().ifPresent(env::add);
        return settings;
    }

    private static SessionsSettings sessionsPath(Environment env) {
        var own = env.get("SESSIONS_PATH");
        if (own.isPresent()) {
            return new SessionsSettings(Path.of(own.get()), "SESSIONS_PATH", false);
        }
        var volume = env.get("RAILWAY_VOLUME_MOUNT_PATH");
        if (volume.isPresent()) {
            return new SessionsSettings(Path.of(volume.get(), "baileys_auth"), "RAILWAY_VOLUME_MOUNT_PATH", false);
        }
        return new SessionsSettings(Path.of(".baileys_auth"), "SESSIONS_PATH", true);
    }

    private static BridgeSettings bridge(Environment env) {
        var socket = env.get("BRIDGE_SOCKET");
        if (socket.isPresent()) {
            if (socket.get().getBytes(StandardCharsets.UTF_8).length > SOCKET_PATH_MAX_BYTES) {
                env.problem(
                        "BRIDGE_SOCKET",
                        "choose a shorter path: a Unix domain socket's has at most " + SOCKET_PATH_MAX_BYTES
                                + " bytes");
            }
            return new BridgeSettings.Sidecar(Path.of(socket.get()));
        }
        var child = new BridgeSettings.Child(
                Path.of(env.get("BRIDGE_DIR").orElse("bridge")), env.without(FirebaseCredentials.SECRETS));
        if (!Files.isRegularFile(child.program())) {
            env.problem(
                    "BRIDGE_DIR",
                    "set it to the folder of the bridge's built npm package (there is no "
                            + child.program().toAbsolutePath()
                            + "), or BRIDGE_SOCKET to the socket of a running bridge");
        }
        return child;
    }

    private static ConnectionSettings connections(Environment env) {
        return new ConnectionSettings(env.integer("RECONNECT_MAX_ATTEMPTS", 10_000, 1, 1_000_000), stagger(env));
    }

    private static StaggerSettings stagger(Environment env) {
        var most = env.integer("BOOT_JITTER_MAX_MS", 5_000, 0, 600_000);
        var least = env.integer("BOOT_JITTER_MIN_MS", Math.min(2_000, most), 0, 600_000);
        if (least > most) {
            env.problem("BOOT_JITTER_MIN_MS", "set it to at most BOOT_JITTER_MAX_MS (" + most + ")");
        }
        var total = env.integer("BOOT_JITTER_TOTAL_MS", 100_000, 0, 3_600_000);
        return new StaggerSettings(Duration.ofMillis(least), Duration.ofMillis(most), Duration.ofMillis(total));
    }

    private static LeaseSettings lease(Environment env) {
        var length = env.integer("LEASE_MS", 25_000, 1_000, 300_000);
        var renewEvery = env.integer("LEASE_RENEW_EVERY_MS", 15_000, 500, 299_999);
        if (renewEvery >= length) {
            env.problem("LEASE_RENEW_EVERY_MS", "set it below LEASE_MS (" + length + "), best to about half of it");
        }
        return new LeaseSettings(Duration.ofMillis(length), Duration.ofMillis(renewEvery));
    }

    private static AuthSettings auth(Environment env, String projectId) {
        var issuer = env.httpUri("AUTH_ISSUER_URI");
        var jwks = env.httpUri("AUTH_JWKS_URI");
        if (issuer.isPresent() && env.get("AUTH_JWKS_URI").isEmpty()) {
            env.problem("AUTH_JWKS_URI", "set it to the address of the public keys of AUTH_ISSUER_URI");
        }
        if (jwks.isPresent() && env.get("AUTH_ISSUER_URI").isEmpty()) {
            env.problem("AUTH_ISSUER_URI", "set it to the issuer whose public keys are at AUTH_JWKS_URI");
        }
        // An unusable project id is reported already; the issuer only has to be a URI then.
        var project = PROJECT.matcher(projectId).matches() ? projectId : "invalid";
        return new AuthSettings(
                issuer.orElseGet(() -> URI.create(GOOGLE_ISSUER + project)),
                project,
                jwks.orElse(GOOGLE_JWKS),
                claim(env, "AUTH_EMPLOYEE_CLAIM", "employee"),
                claim(env, "AUTH_SUPER_ADMIN_CLAIM", "super_admin"));
    }

    private static ClaimRule claim(Environment env, String name, String role) {
        var standard = new ClaimRule("role", role);
        return env.get(name).map(ClaimRule::parse).orElse(Optional.of(standard)).orElseGet(() -> {
            env.problem(
                    name, "set it to claim=value, or to the name of a claim that is true (default role=" + role + ")");
            return standard;
        });
    }

    private static ApiSettings api(Environment env) {
        return new ApiSettings(
                env.integer("RATE_LIMIT_USER_PER_MIN", 20, 1, 100_000), env.origins("CORS_ALLOWED_ORIGINS"));
    }

    private static ShareSettings share(Environment env) {
        var shards = env.integer("SHARD_COUNT", 1, 1, 1_000);
        var index = env.integer("SHARD_INDEX", 0, 0, 999);
        if (index >= shards) {
            env.problem("SHARD_INDEX", "set it to a whole number from 0 to " + (shards - 1) + ", below SHARD_COUNT");
        }
        if (shards > 1 && env.get("SHARD_INDEX").isEmpty()) {
            env.problem(
                    "SHARD_INDEX", "set it to a number of its own for each of the " + shards + " connectors, from 0");
        }
        if (shards > 1 && env.get("ACCOUNTS_FILE").isPresent()) {
            env.problem(
                    "SHARD_COUNT",
                    "unset it, as ACCOUNTS_FILE is set: the list of accounts says which are this shard's");
        }
        return new ShareSettings(shards, index, env.integer("MAX_ACCOUNTS", 30, 1, 1_000));
    }

    private static Optional<FleetSettings> fleet(Environment env) {
        var accounts = env.get("ACCOUNTS_FILE");
        var token = env.get("INTERNAL_TOKEN_FILE");
        if (accounts.isPresent() && token.isEmpty()) {
            env.problem("INTERNAL_TOKEN_FILE", "set it to the file with the operator's token, as ACCOUNTS_FILE is set");
        }
        if (token.isPresent() && accounts.isEmpty()) {
            env.problem("ACCOUNTS_FILE", "set it to the file with the list of accounts, as INTERNAL_TOKEN_FILE is set");
        }
        var proxies = proxyCredentials(env, accounts.isPresent());
        var kubernetes = kubernetes(env, accounts.isPresent());
        return accounts.flatMap(list -> token.map(file -> new FleetSettings(
                env.get("SHARD_NAME").orElseGet(() -> workerId(env)),
                Path.of(list),
                Path.of(file),
                proxies,
                kubernetes)));
    }

    private static Optional<KubernetesSettings> kubernetes(Environment env, boolean isFleet) {
        var folder = env.get(KUBERNETES_CREDENTIALS_PATH).map(Path::of);
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        if (!Files.isDirectory(folder.get())) {
            env.problem(
                    KUBERNETES_CREDENTIALS_PATH, "set it to the folder with token, ca.crt and namespace, or unset it");
        } else if (!isFleet) {
            env.problem(
                    KUBERNETES_CREDENTIALS_PATH, "unset it, or set ACCOUNTS_FILE: otherwise accounts are documents");
        }
        return env.apiServer()
                .map(server -> new KubernetesSettings(
                        server, folder.get(), env.get("POOL_NAME").orElse("default")));
    }

    /** The folder may be made later; what is there by that name must be a folder. */
    private static Optional<Path> proxyCredentials(Environment env, boolean isFleet) {
        var folder = env.get(PROXY_CREDENTIALS_PATH).map(Path::of);
        if (folder.filter(path -> Files.exists(path) && !Files.isDirectory(path))
                .isPresent()) {
            env.problem(PROXY_CREDENTIALS_PATH, "set it to the folder with the credentials of proxies, or unset it");
        } else if (folder.isPresent() && !isFleet) {
            env.problem(PROXY_CREDENTIALS_PATH, "unset it, or set ACCOUNTS_FILE: only a list of accounts has proxies");
        }
        return folder;
    }

    private static OutboxSettings outbox(Environment env) {
        return new OutboxSettings(
                env.integer("RATE_LIMIT_ACCOUNT_PER_MIN", 60, 1, 100_000),
                Duration.ofMillis(env.integer("SEND_ACK_TIMEOUT_MS", 20_000, 500, 600_000)),
                Duration.ofDays(env.integer("OUTBOX_RETENTION_DAYS", 30, 1, 3_650)));
    }

    private static String workerId(Environment env) {
        return env.firstOf("WORKER_ID", "RAILWAY_DEPLOYMENT_ID", "HOSTNAME")
                .orElseGet(() -> "worker_" + UUID.randomUUID());
    }
}
