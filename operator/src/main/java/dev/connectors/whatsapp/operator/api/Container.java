package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a pool says about one of the two containers of its pods. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Container(
        @JsonPropertyDescription("The image, best by digest. Default: the one that was released with the operator, so"
                + " that an upgrade of the operator upgrades the pool.")
        @Size(min = 1, max = 1024)
        @Nullable
        String image,

        @JsonPropertyDescription("Compute resources. Default: 100m of CPU and 256Mi of memory requested, at most 512Mi"
                + " (connector) or 768Mi (bridge) of memory, which serves 30 accounts.")
        @Nullable
        ResourceRequirements resources,

        @JsonPropertyDescription("More environment variables for the container. Those that the operator sets itself"
                + " cannot be given here.")
        @Size(max = 100)
        @ValidationRule(
                value = "self.all(e, !(e.name in [" + Container.RESERVED_LIST + "]))",
                message = "the operator sets these itself: " + Container.RESERVED_LIST)
        List<EnvVar> env) {

    /** As CEL and people write a list; an annotation takes constants only. */
    private static final String RESERVED_LIST = "'ACCOUNTS_FILE', 'BRIDGE_SOCKET', 'FIREBASE_PROJECT_ID',"
            + " 'FIREBASE_SERVICE_ACCOUNT_JSON', 'FIRESTORE_EMULATOR_HOST', 'FIRESTORE_LAYOUT',"
            + " 'INTERNAL_TOKEN_FILE', 'KUBERNETES_CREDENTIALS_PATH', 'POOL_NAME', 'PORT', 'PROXY_CREDENTIALS_PATH',"
            + " 'PUBLIC_BASE_URL', 'SESSIONS_PATH', 'SHARD_NAME', 'WORKER_ID'";

    /** The variables that the operator sets itself; {@code env} may not have them. */
    public static final Set<String> RESERVED_ENV = Pattern.compile("[A-Z_]+")
            .matcher(RESERVED_LIST)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toUnmodifiableSet());

    public Container {
        env = env == null ? List.of() : List.copyOf(env);
    }

    static Container unspecified() {
        return new Container(null, null, List.of());
    }
}
