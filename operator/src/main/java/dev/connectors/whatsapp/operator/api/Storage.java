package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The volumes of a pool's shards. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "has(self.storageClassName) == has(oldSelf.storageClassName)"
                + " && (!has(self.storageClassName) || self.storageClassName == oldSelf.storageClassName)",
        message = "storageClassName cannot be changed, because that of a volume claim cannot; create another pool",
        fieldPath = ".storageClassName",
        reason = "FieldValueForbidden")
public record Storage(
        @JsonPropertyDescription("Size of each shard's volume, such as 1Gi, which serves 30 sessions. It can only grow,"
                + " where the storage class allows it. Default: 1Gi.")
        @Default(Storage.DEFAULT_SIZE)
        @Size(min = 1, max = 32)
        @ValidationRule(
                value = "isQuantity(self) && quantity(self).isGreaterThan(quantity('0'))",
                message = "must be an amount of storage, such as 1Gi or 500Mi")
        @ValidationRule(
                value = "!isQuantity(self) || !isQuantity(oldSelf)"
                        + " || quantity(self).compareTo(quantity(oldSelf)) >= 0",
                message = "can only grow: Kubernetes does not shrink volumes")
        String size,

        @JsonPropertyDescription(
                "StorageClass of the volumes. It cannot be changed. Default: the cluster's default" + " class.")
        @Size(min = 1, max = 253)
        @Nullable
        String storageClassName,

        @JsonPropertyDescription(
                "ReadWriteOncePod: Kubernetes lets one pod at a time use the volume. ReadWriteOnce: for"
                        + " storage classes that know no better; the bridge's own lock on the volume still keeps a second one"
                        + " out. It cannot be changed. Default: ReadWriteOncePod.")
        @Default("ReadWriteOncePod")
        @ValidationRule(
                value = "self == oldSelf",
                message = "accessMode cannot be changed, because that of a volume claim cannot; create another pool",
                reason = "FieldValueForbidden")
        AccessMode accessMode,

        @JsonPropertyDescription(
                "What becomes of the volumes, and so of the sessions on them, when the pool is deleted."
                        + " Retain: they stay, and a pool of the same name takes them up again. Delete: they go with the pool,"
                        + " and every account has to be paired again. Default: Retain.")
        @Default("Retain")
        Retention retention) {

    public static final String DEFAULT_SIZE = "1Gi";

    /** Applies the defaults. */
    public Storage {
        size = size == null ? DEFAULT_SIZE : size;
        accessMode = accessMode == null ? AccessMode.READ_WRITE_ONCE_POD : accessMode;
        retention = retention == null ? Retention.RETAIN : retention;
    }

    @SuppressWarnings("NullAway") // the constructor's defaults
    static Storage unspecified() {
        return new Storage(null, null, null, null);
    }

    /** Who may use a volume at a time. */
    public enum AccessMode {
        @JsonProperty("ReadWriteOncePod")
        READ_WRITE_ONCE_POD("ReadWriteOncePod"),
        @JsonProperty("ReadWriteOnce")
        READ_WRITE_ONCE("ReadWriteOnce");

        private final String word;

        AccessMode(String word) {
            this.word = word;
        }

        /** As Kubernetes writes it. */
        public String word() {
            return word;
        }
    }

    /** What becomes of a volume whose pool is deleted. */
    public enum Retention {
        @JsonProperty("Retain")
        RETAIN,
        @JsonProperty("Delete")
        DELETE
    }
}
