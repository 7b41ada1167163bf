package dev.connectors.whatsapp.operator.manifests;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.SecretKey;
import dev.connectors.whatsapp.operator.assignment.AccountListJson;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the two containers are told. The names are reserved: a pool cannot set them itself. */
final class Environment {
    static final String DATA_FOLDER = "/data";
    static final String SOCKET_FOLDER = "/run/bridge";
    static final String ACCOUNTS_FOLDER = "/etc/whatsapp/accounts";
    static final String TOKEN_FOLDER = "/etc/whatsapp/internal";
    static final String PROXIES_FOLDER = "/etc/whatsapp/proxies";
    static final String KUBERNETES_FOLDER = "/etc/whatsapp/kubernetes";

    private Environment() {}

    static List<EnvVar> ofConnector(ConnectorPool pool, ShardId shard) {
        var spec = pool.getSpec();
        var env = new ArrayList<EnvVar>();
        env.add(value("PORT", Integer.toString(PodTemplate.HTTP_PORT)));
        env.add(field("WORKER_ID", "metadata.name"));
        env.add(value("SHARD_NAME", shard.name()));
        env.addAll(paths());
        env.add(value("ACCOUNTS_FILE", ACCOUNTS_FOLDER + "/" + AccountListJson.KEY));
        env.add(value("INTERNAL_TOKEN_FILE", TOKEN_FOLDER + "/" + Secrets.TOKEN_KEY));
        env.add(value("PROXY_CREDENTIALS_PATH", PROXIES_FOLDER));
        env.add(value("FIRESTORE_LAYOUT", spec.layout().word()));
        env.add(value("FIREBASE_PROJECT_ID", spec.firebase().projectId()));
        Optional.ofNullable(spec.firebase().serviceAccountSecretRef())
                .ifPresent(secret -> env.add(secret("FIREBASE_SERVICE_ACCOUNT_JSON", secret)));
        Optional.ofNullable(spec.firebase().emulatorHost())
                .ifPresent(host -> env.add(value("FIRESTORE_EMULATOR_HOST", host)));
        Optional.ofNullable(spec.publicBaseUrl()).ifPresent(url -> env.add(value("PUBLIC_BASE_URL", url)));
        if (spec.accountApi().enabled()) {
            env.add(value("KUBERNETES_CREDENTIALS_PATH", KUBERNETES_FOLDER));
            env.add(value("POOL_NAME", shard.pool()));
        }
        env.addAll(spec.connector().env());
        return env;
    }

    static List<EnvVar> ofBridge(ConnectorPool pool) {
        var env = paths();
        env.addAll(pool.getSpec().bridge().env());
        return env;
    }

    /** What both have to know. */
    private static List<EnvVar> paths() {
        return new ArrayList<>(List.of(
                value("SESSIONS_PATH", DATA_FOLDER + "/.baileys_auth"),
                value("BRIDGE_SOCKET", SOCKET_FOLDER + "/bridge.sock")));
    }

    private static EnvVar value(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef("v1", path)
                .endValueFrom()
                .build();
    }

    private static EnvVar secret(String name, SecretKey secret) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef(secret.key(), secret.name(), null)
                .endValueFrom()
                .build();
    }
}
