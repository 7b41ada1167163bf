package dev.connectors.whatsapp.local.firestore;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link FirestoreEmulator} parameter. One emulator serves all test classes of the JVM and is stopped
 * after the last one; a test takes {@linkplain FirestoreEmulator#newProjectId() a project id of its own}.
 */
public final class FirestoreEmulatorExtension implements BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(FirestoreEmulatorExtension.class);
    private static final Path LOG = Path.of("target", "firestore-emulator.log");

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

    /** For extensions that build on this one. The root store closes it. */
    public static FirestoreEmulator emulator(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        FirestoreEmulator.class, type -> FirestoreEmulator.start(LOG), FirestoreEmulator.class);
    }
}
