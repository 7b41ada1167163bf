package dev.connectors.whatsapp.operator.pool;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** One write. */
sealed interface Step {
    /**
     * Makes an object with nothing in it, if there is none. What belongs in it is written in another round: whatever was made
     * after the plan by somebody else is seen by then, and whoever lost the lease in between has found out.
     */
    record CreateEmpty(HasMetadata desired) implements Step {}

    /**
     * Writes an object only if it still is what it was when the plan was made.
     *
     * @param version the resourceVersion read
     */
    record WriteIfUnchanged(HasMetadata desired, String version) implements Step {}

    /** Gives an account list a new resourceVersion by writing the epoch on it, whoever else has been there. */
    record Touch(String list, String epoch) implements Step {}

    /** Writes our fields of an object, whoever else has been there. */
    record Apply(HasMetadata desired) implements Step {}

    /** Deletes the object that was read, if it has not changed since. */
    record Delete(HasMetadata read) implements Step {}

    /** Has the kubelet deliver the shard's list to a pod. */
    record Deliver(String pod, String fingerprint) implements Step {}
}
