package dev.connectors.whatsapp.connector.it;

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

/** Gives the tests of a class one {@link PageVisit} that they share; each begins in front of the page, not signed in. */
final class PageVisitExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
    private static final Namespace STORE = Namespace.create(PageVisitExtension.class);

    /** With the folder that its sessions are in. */
    private record Shared(PageVisit visit, Path sessions) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            visit.close();
            FileTree.delete(sessions);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        shared(context).visit().begin();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PageVisit.class;
    }

    @Override
    public PageVisit resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared(context).visit();
    }

    private static Shared shared(ExtensionContext context) {
        return context.getStore(STORE).computeIfAbsent(Shared.class, type -> start(context), Shared.class);
    }

    private static Shared start(ExtensionContext context) {
        try {
            var sessions = Files.createTempDirectory("page");
            var emulator = FirestoreEmulatorExtension.emulator(context);
            var whatsapp = WhatsAppLoopbackExtension.loopback(context);
            return new Shared(new PageVisit(emulator, whatsapp, sessions), sessions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
