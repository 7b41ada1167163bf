package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What somebody wants of a WhatsApp account. */
@JsonClassDescription("What the account shall be.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(oldSelf.shard) ? !has(self.shard) || self.shard == oldSelf.shard : !has(self.shard)",
        message = "shard cannot be set or changed later, only removed: the account's session lies on the volume of its"
                + " shard and does not move",
        fieldPath = ".shard",
        reason = "FieldValueForbidden")
public record WhatsAppAccountSpec(
        @JsonPropertyDescription("Name of the account for people. Default: metadata.name.")
        @Size(min = 1, max = 200)
        @Nullable
        String displayName,

        @JsonPropertyDescription(
                "The phone number to be linked, in E.164 form with the plus sign, such as +40712345678."
                        + " Within a namespace a number belongs to one account.")
        @Required
        @Size(max = 32)
        @ValidationRule(
                value = "self.matches('^[+][1-9][0-9]{6,14}$')",
                message = "must be a phone number in E.164 form: a plus sign, the country code and the number, 7 to 15"
                        + " digits without spaces, such as +40712345678")
        String phoneNumber,

        @JsonPropertyDescription(
                "The account's id in Firestore, in thread ids and in the API: 1 to 128 characters of A-Z a-z 0-9 . _ -,"
                        + " beginning with a letter or digit. It cannot be changed. Default: metadata.name.")
        @Size(max = 256)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$')",
                message = "must have 1 to 128 characters of A-Z a-z 0-9 . _ - and begin with a letter or digit")
        @Nullable
        String accountId,

        @JsonPropertyDescription(
                "Name of the ConnectorPool, in the same namespace, whose shards may run the account. It"
                        + " cannot be changed. Default: default.")
        @Default(WhatsAppAccountSpec.DEFAULT_POOL)
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "self == oldSelf",
                message = "poolRef cannot be changed: the account's session lies on a volume of its pool; delete the"
                        + " account and create it in the other pool",
                reason = "FieldValueForbidden")
        @SelectableField
        String poolRef,

        @JsonPropertyDescription(
                "Number of the shard that must run the account. Set when the account is created, it can be removed"
                        + " later, but neither set nor changed. The account stays Pending while that shard does not"
                        + " exist, is full or is closed for new accounts. Default: the shard with the fewest accounts.")
        @Min(0)
        @Max(Shards.MOST - 1)
        @Nullable
        Integer shard,

        @JsonPropertyDescription("Connected: keep it connected. Paused: disconnect and keep the session. LoggedOut:"
                + " unlink the device at WhatsApp and delete the session. Default: Connected.")
        @Default("Connected")
        DesiredState state,

        @JsonPropertyDescription("How the phone is linked: QRCode (the phone scans a picture) or PairingCode (a code is"
                + " typed on the phone). Default: QRCode.")
        @Default("QRCode")
        Pairing pairing,

        @JsonPropertyDescription("The pace of the account's sends.") @Default("{}")
        RateLimit rateLimit,

        @JsonPropertyDescription("What becomes of the session when this resource is deleted. Retain: it stays on the"
                + " volume, and an account with the same accountId connects again without pairing. LogoutAndDelete: the"
                + " device is unlinked and the session deleted before the resource goes. Default: Retain.")
        @Default("Retain")
        DeletionPolicy deletionPolicy,

        @JsonPropertyDescription("A proxy for the account's connection to WhatsApp. Its port must be allowed by the"
                + " pool's networkPolicy.")
        @Nullable
        Proxy proxy) {

    public static final String DEFAULT_POOL = "default";

    /** Applies the defaults. */
    public WhatsAppAccountSpec {
        poolRef = poolRef == null ? DEFAULT_POOL : poolRef;
        state = state == null ? DesiredState.CONNECTED : state;
        pairing = pairing == null ? Pairing.QR_CODE : pairing;
        rateLimit = rateLimit == null ? new RateLimit(null) : rateLimit;
        deletionPolicy = deletionPolicy == null ? DeletionPolicy.RETAIN : deletionPolicy;
    }
}
