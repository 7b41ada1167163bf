package dev.connectors.whatsapp.local.whatsapp;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.process.TestJvm;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link WhatsAppLoopback} parameter. One server serves all test classes of the JVM; after each test its
 * behaviour is normal again and its counters are zero. A test uses phone numbers of its own, because a phone that was
 * linked stays linked.
 */
public final class WhatsAppLoopbackExtension implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(WhatsAppLoopbackExtension.class);

    /** Starts it before the first test, so that no test's time limit pays for it. */
    @Override
    public void beforeAll(ExtensionContext context) {
        loopback(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        loopback(context).resetBehaviour();
        loopback(context).clearCounters();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == WhatsAppLoopback.class;
    }

    @Override
    public WhatsAppLoopback resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return loopback(context);
    }

    /** For extensions that build on this one. The end of the session closes it. */
    public static WhatsAppLoopback loopback(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(
                        WhatsAppLoopback.class,
                        type -> WhatsAppLoopback.start(Repository.find(), TestJvm.log("whatsapp-loopback")),
                        WhatsAppLoopback.class);
    }
}
