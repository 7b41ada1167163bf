package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a WhatsApp account is, as the operator last saw it. */
@JsonClassDescription("How the account is, as the operator last saw it.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WhatsAppAccountStatus(
        @JsonPropertyDescription("How the account is, in one word: Pending (no shard can run it), Scheduled (its"
                + " connector has not reported yet), NeedsPairing (link the phone), Connecting, Connected, Degraded"
                + " (WhatsApp was not heard for a minute), Paused, LoggedOut, Unknown (its connector does not answer),"
                + " Deleting.")
        @Nullable
        AccountPhase phase,

        @JsonPropertyDescription("Why, for people, and what can be done.") @Nullable
        String message,

        @JsonPropertyDescription("Name of the shard that runs the account, or last did; its StatefulSet,"
                + " ConfigMap and PersistentVolumeClaim have the same name.")
        @Nullable
        String shard,

        @JsonPropertyDescription("Name of the pod that last reported on the account.") @Nullable
        String pod,

        @JsonPropertyDescription("The phone number, masked.") @Nullable
        String phone,

        @JsonPropertyDescription("Since when the account is connected without a break.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable
        Instant connectedSince,

        @JsonPropertyDescription("When WhatsApp was last heard on the account. Written when something else changes, and"
                + " not while the account is Connected.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable
        Instant lastSeenTime,

        @JsonPropertyDescription("The metadata.generation that this status speaks of.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Scheduled: a shard has the account. Paired: a phone is linked. Connected: it is"
                + " connected to WhatsApp. Ready: all is as the spec wants it.")
        List<Condition> conditions) {

    public WhatsAppAccountStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
