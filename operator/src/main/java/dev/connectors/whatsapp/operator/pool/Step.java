package dev.connectors.whatsapp.operator.pool;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/** One write. */
sealed interface Step {
    /**
     * Writes an object only if it still is what it was when the plan was made.
     *
     * @param version the resourceVersion read; empty if there was no such object
     */
    record WriteIfUnchanged(HasMetadata desired, Optional<String> version) implements Step {}

    /** Writes our fields of an object, whoever else has been there. */
    record Apply(HasMetadata desired) implements Step {}

    /** Deletes the object that was read, if it has not changed since. */
    record Delete(HasMetadata read) implements Step {}

    /** Has the kubelet deliver the shard's list to a pod. */
    record Deliver(String pod, String fingerprint) implements Step {}
}
