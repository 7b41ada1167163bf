package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.FileTree;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the tests of a class one thing that they share, around a connector, with a folder for its sessions. */
abstract class SharedExtension<T extends Closeable>
        implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private final Class<T> type;

    SharedExtension(Class<T> type) {
        this.type = type;
    }

    abstract T start(FirestoreEmulator emulator, WhatsAppLoopback whatsapp, Path sessions);

    abstract void before(T shared);

    private record Shared<T extends Closeable>(T it, Path sessions) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            it.close();
            FileTree.delete(sessions);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        before(shared(context));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public T resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context);
    }

    private T shared(ExtensionContext context) {
        var store = context.getStore(Namespace.create(getClass()));
        return type.cast(store.computeIfAbsent(type, key -> started(context), Shared.class)
                .it());
    }

    private Shared<T> started(ExtensionContext context) {
        try {
            var sessions = Files.createTempDirectory("shared-connector");
            return new Shared<>(
                    start(
                            FirestoreEmulatorExtension.emulator(context),
                            WhatsAppLoopbackExtension.loopback(context),
                            sessions),
                    sessions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
