package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One WhatsApp account. */
@JsonClassDescription(
        "A WhatsApp account: the operator gives it to a shard of a ConnectorPool, whose connector keeps it connected.")
@Group(Api.GROUP)
@Version(Api.VERSION)
@ShortNames("waa")
@Categories("whatsapp")
@ValidationRule(
        value = "(has(self.spec.accountId) ? self.spec.accountId : self.metadata.name)"
                + " == (has(oldSelf.spec.accountId) ? oldSelf.spec.accountId : oldSelf.metadata.name)",
        message = "accountId cannot be changed (not set, it is metadata.name): threads and the session carry it; create"
                + " another account",
        fieldPath = ".spec.accountId",
        reason = "FieldValueForbidden")
@ValidationRule(
        value = "has(self.spec.accountId) || size(self.metadata.name) <= 128",
        message =
                "accountId must be set, because metadata.name is longer than the 128 characters that an account id may"
                        + " have",
        fieldPath = ".spec.accountId")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Shard", jsonPath = ".status.shard")
@AdditionalPrinterColumn(
        name = "Connected since",
        jsonPath = ".status.connectedSince",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Phone", jsonPath = ".status.phone")
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.message", priority = 1)
@AdditionalPrinterColumn(name = "Pod", jsonPath = ".status.pod", priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class WhatsAppAccount extends CustomResource<WhatsAppAccountSpec, WhatsAppAccountStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;

    /** The id that Firestore, the connector and client applications know the account by. */
    public String accountId() {
        return Optional.ofNullable(getSpec().accountId()).orElse(getMetadata().getName());
    }

    public String displayName() {
        return Optional.ofNullable(getSpec().displayName()).orElse(getMetadata().getName());
    }

    @Override
    protected @Nullable WhatsAppAccountSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable WhatsAppAccountStatus initStatus() {
        return null;
    }
}
