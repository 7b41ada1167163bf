package dev.connectors.whatsapp.local.kubelet;

import java.nio.file.Path;

/** Finds the folder behind a claim. */
interface ClaimLookup {
    /**
     * The folder of a claim.
     *
     * @throws ContainerConfigException when the claim is not there, not bound, or its volume is no folder
     */
    Path folder(String namespace, String claim) throws ContainerConfigException;
}
