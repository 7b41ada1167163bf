package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.fleet.ProductClusterExtension;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Gives the tests of a class one {@link Fleet} that they share, so accounts and phones have names of their own in each. After
 * each test it looks at what must hold whatever is tested.
 */
final class FleetExtension implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace STORE = Namespace.create(FleetExtension.class);

    private final ProductClusterExtension cluster = new ProductClusterExtension();
    private final Map<String, ?> pool;

    /** The chart's own default pool: one shard to begin with, 30 accounts a shard. */
    FleetExtension() {
        this(Map.of());
    }

    /** For {@code @RegisterExtension}: what the spec of the default pool says beside that. */
    FleetExtension(Map<String, ?> pool) {
        this.pool = pool;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        fleet(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var fleet = fleet(context);

        assertThat(fleet.lists().accountsInTwo())
                .as("accounts that were in two lists at a time")
                .isEmpty();
        assertThat(fleet.operatorWrites())
                .as("what the operator wrote and may not write")
                .noneMatch(AuditLog.Write::isForbidden);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Fleet.class;
    }

    @Override
    public Fleet resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return fleet(context);
    }

    private Fleet fleet(ExtensionContext context) {
        return context.getStore(STORE)
                .computeIfAbsent(
                        Fleet.class,
                        type -> Fleet.install(
                                cluster.cluster(context),
                                FirestoreEmulatorExtension.emulator(context),
                                WhatsAppLoopbackExtension.loopback(context),
                                pool),
                        Fleet.class);
    }
}
