package dev.connectors.whatsapp.local.firestore;

import dev.connectors.whatsapp.local.process.TestJvm;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link FirestoreEmulator} parameter. One emulator serves all test classes of the JVM and is stopped
 * after the last one; a test takes {@linkplain FirestoreEmulator#newProjectId() a project id of its own}.
 */
public final class FirestoreEmulatorExtension implements BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(FirestoreEmulatorExtension.class);

    /** Starts it before the first test, so that no test's time limit pays for it. */
    @Override
    public void beforeAll(ExtensionContext context) {
        emulator(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FirestoreEmulator.class;
    }

    @Override
    public FirestoreEmulator resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return emulator(context);
    }

    /** For extensions that build on this one. The end of the session closes it. */
    public static FirestoreEmulator emulator(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(
                        FirestoreEmulator.class,
                        type -> FirestoreEmulator.start(TestJvm.log("firestore-emulator")),
                        FirestoreEmulator.class);
    }
}
