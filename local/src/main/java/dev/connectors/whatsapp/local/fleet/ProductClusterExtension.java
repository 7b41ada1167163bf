package dev.connectors.whatsapp.local.fleet;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.cluster.LocalClusterExtension;

/** The cluster on which the test classes of one JVM agree when any of them runs the product. */
public final class ProductClusterExtension extends LocalClusterExtension {
    public ProductClusterExtension() {
        super(ProductImages.of(Repository.find()));
    }
}
