package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.auth.TokenIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Files with ID tokens for curl, as long as this process lives. */
final class Tokens {
    /** Tokens live for an hour. */
    private static final Duration RENEW = Duration.ofMinutes(20);

    private final TokenIssuer issuer;
    private final Workspace workspace;

    Tokens(TokenIssuer issuer, Workspace workspace) {
        this.issuer = issuer;
        this.workspace = workspace;
    }

    void keepFresh() {
        write();
        var scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("token-renewal").factory());
        // Never shut down: it ends with the process.
        var _ = scheduler.scheduleAtFixedRate(this::write, RENEW.toSeconds(), RENEW.toSeconds(), TimeUnit.SECONDS);
    }

    Path employee() {
        return workspace.token("employee");
    }

    Path superAdmin() {
        return workspace.token("super-admin");
    }

    /** A line of a curl command. */
    String header(Path token) {
        return "  -H \"Authorization: Bearer $(cat %s)\" -H 'Content-Type: application/json' \\".formatted(token);
    }

    /** A command that shows what the page asks for. */
    String signIn(URI page) {
        return "cat %s; echo  # sign in with it at %s".formatted(superAdmin(), page);
    }

    private void write() {
        try {
            Files.writeString(employee(), issuer.employee("quickstart-employee"));
            Files.writeString(superAdmin(), issuer.superAdmin("quickstart-admin"));
        } catch (IOException e) {
            throw new UncheckedIOException("The tokens for curl cannot be written", e);
        }
    }
}
