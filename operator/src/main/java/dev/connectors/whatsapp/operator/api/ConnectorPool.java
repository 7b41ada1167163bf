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
import org.jspecify.annotations.Nullable;

/** A pool of shards, each of which runs some of the accounts. */
@JsonClassDescription(
        "A pool of shards. A shard is one pod, of a connector and a bridge, with a volume, and runs some of the accounts.")
@Group(Api.GROUP)
@Version(Api.VERSION)
@ShortNames("wapool")
@Categories("whatsapp")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$') && size(self.metadata.name) <= 32",
        message =
                "a pool's name has at most 32 lower-case letters, digits and hyphens and begins with a letter, because"
                        + " it is part of the names of Services and pods")
@AdditionalPrinterColumn(name = "Shards", jsonPath = ".status.replicas", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.readyShards", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Accounts", jsonPath = ".status.accounts", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Connected",
        jsonPath = ".status.connectedAccounts",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Pending",
        jsonPath = ".status.pendingAccounts",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Project", jsonPath = ".spec.firebase.projectId", priority = 1)
@AdditionalPrinterColumn(name = "Layout", jsonPath = ".spec.layout", priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class ConnectorPool extends CustomResource<ConnectorPoolSpec, ConnectorPoolStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;

    @Override
    protected @Nullable ConnectorPoolSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable ConnectorPoolStatus initStatus() {
        return null;
    }
}
