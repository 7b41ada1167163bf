package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.local.FileTree;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
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

/** Gives the tests of a class one {@link HttpApi} that they share, and each a contact of its own. */
final class HttpApiExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private static final Namespace STORE = Namespace.create(HttpApiExtension.class);

    private final DataLayout data;

    HttpApiExtension(DataLayout data) {
        this.data = data;
    }

    /** With the folder that its sessions are in. */
    private record Shared(HttpApi api, Path sessions) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            api.close();
            FileTree.delete(sessions);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        shared(context).api().anotherContact();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == HttpApi.class;
    }

    @Override
    public HttpApi resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context).api();
    }

    private Shared shared(ExtensionContext context) {
        return context.getStore(STORE).computeIfAbsent(Shared.class, type -> start(context), Shared.class);
    }

    private Shared start(ExtensionContext context) {
        try {
            var sessions = Files.createTempDirectory("http-api");
            var emulator = FirestoreEmulatorExtension.emulator(context);
            var whatsapp = WhatsAppLoopbackExtension.loopback(context);
            return new Shared(new HttpApi(data, emulator, whatsapp, sessions), sessions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
