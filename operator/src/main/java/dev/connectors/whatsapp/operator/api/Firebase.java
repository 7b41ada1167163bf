package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The Firebase project that holds the data. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "!(has(self.emulatorHost) && has(self.serviceAccountSecretRef))",
        message = "set serviceAccountSecretRef or emulatorHost, not both: the emulator takes no credentials",
        fieldPath = ".emulatorHost")
public record Firebase(
        @JsonPropertyDescription("Id of the Firebase project, such as my-company-prod.")
        @Required
        @Size(max = 100)
        @ValidationRule(
                value = "self.matches('^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$')",
                message = "must be the id of a Firebase project, such as my-company-prod: 6 to 30 lower-case letters,"
                        + " digits and hyphens, beginning with a letter")
        String projectId,

        @JsonPropertyDescription("The JSON of a service account key. Without it the connectors use the platform's own"
                + " identity, such as GKE's workload identity by pod.serviceAccountName.")
        @Nullable
        SecretKey serviceAccountSecretRef,

        @JsonPropertyDescription(
                "Host and port of a Firestore emulator, for development. No credentials are used then.")
        @Size(max = 260)
        @ValidationRule(
                value = "self.matches('^[^:/[:space:]]+:[0-9]{1,5}$') && int(self.split(':')[1]) >= 1"
                        + " && int(self.split(':')[1]) <= 65535",
                message = "must be host:port of a Firestore emulator, such as firestore.dev.svc:8080")
        @Nullable
        String emulatorHost) {}
