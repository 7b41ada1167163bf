package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody wants of a pool of shards. */
@JsonClassDescription("What the pool shall be.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectorPoolSpec(
        @JsonPropertyDescription(
                "How many shards there may be. A shard is one pod with a volume of its own, and runs up"
                        + " to maxAccountsPerShard accounts.")
        @Default("{}")
        Shards shards,

        @JsonPropertyDescription("How many accounts a shard takes, from 1 to 100. A lower number moves no account that"
                + " has a shard already. Above 30 each pod needs more Firestore queries. Default: 30.")
        @Default("30")
        @Min(1)
        @Max(100)
        Integer maxAccountsPerShard,

        @JsonPropertyDescription(
                "Numbers of shards that take no new accounts. Those they have stay, and those whose session lies there"
                        + " still return.")
        @Size(max = Shards.MOST)
        List<Integer> cordonedShards,

        @JsonPropertyDescription("The Firebase project that holds the data.") @Required
        Firebase firebase,

        @JsonPropertyDescription("How the data lies in Firestore: canonical, or legacy for the older generation of"
                + " client applications. Default: canonical.")
        @Default("canonical")
        Layout layout,

        @JsonPropertyDescription("Address at which client applications reach the connectors; the connectors write it to"
                + " app_config/whatsapp_connector.")
        @Size(max = 2048)
        @ValidationRule(
                value = "isURL(self) && url(self).getScheme() in ['http', 'https'] && url(self).getHost() != ''",
                message = "must be an http:// or https:// address, such as https://whatsapp.example.com")
        @Nullable
        String publicBaseUrl,

        @JsonPropertyDescription("Whether accounts are also set up by HTTP.") @Default("{}")
        AccountApi accountApi,

        @JsonPropertyDescription("The connector's container, which knows Firestore and serves HTTP.") @Default("{}")
        Container connector,

        @JsonPropertyDescription("The bridge's container, which speaks WhatsApp.") @Default("{}")
        Container bridge,

        @JsonPropertyDescription("When nodes pull the images: Always, IfNotPresent or Never. Default: IfNotPresent.")
        @Default("IfNotPresent")
        PullPolicy imagePullPolicy,

        @JsonPropertyDescription("Secrets with the credentials of private image registries.") @Size(max = 20)
        List<SecretName> imagePullSecrets,

        @JsonPropertyDescription("The volumes of the shards.") @Default("{}")
        Storage storage,

        @JsonPropertyDescription("More about the pods: where they run, and what they carry.") @Default("{}")
        PodSettings pod,

        @JsonPropertyDescription("Who may talk to the pods, and with whom they may talk.") @Default("{}")
        NetworkPolicySettings networkPolicy,

        @JsonPropertyDescription("How much of the pool may be down when nodes are drained.") @Default("{}")
        DisruptionSettings podDisruptionBudget) {

    /** P2: a shard's accounts fit into one Firestore query then, whose {@code in} takes 30 values. */
    public static final int DEFAULT_MAX_ACCOUNTS = 30;

    /** Applies the defaults. */
    public ConnectorPoolSpec {
        shards = shards == null ? new Shards(null, null) : shards;
        maxAccountsPerShard = maxAccountsPerShard == null ? DEFAULT_MAX_ACCOUNTS : maxAccountsPerShard;
        cordonedShards = cordonedShards == null ? List.of() : List.copyOf(cordonedShards);
        layout = layout == null ? Layout.CANONICAL : layout;
        accountApi = accountApi == null ? new AccountApi(null) : accountApi;
        connector = connector == null ? Container.unspecified() : connector;
        bridge = bridge == null ? Container.unspecified() : bridge;
        imagePullPolicy = imagePullPolicy == null ? PullPolicy.IF_NOT_PRESENT : imagePullPolicy;
        imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
        storage = storage == null ? Storage.unspecified() : storage;
        pod = pod == null ? PodSettings.unspecified() : pod;
        networkPolicy = networkPolicy == null ? new NetworkPolicySettings(null, null) : networkPolicy;
        podDisruptionBudget = podDisruptionBudget == null ? new DisruptionSettings(null, null) : podDisruptionBudget;
    }
}
