package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.auth.TokenIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import static dev.connectors.whatsapp.local.quickstart.Scenario.CONTACT;

/** Tells what happened, and what to try by hand. */
final class Tour {
    /** Tokens live for an hour. */
    private static final Duration RENEW_TOKENS = Duration.ofMinutes(20);

    private final Terminal terminal;
    private final Stack stack;
    private final Workspace workspace;

    Tour(Terminal terminal, Stack stack, Workspace workspace) {
        this.terminal = terminal;
        this.stack = stack;
        this.workspace = workspace;
    }

    void tell(Story story) {
        terminal.blank();
        terminal.line("What happened");
        for (var message : story.received()) {
            terminal.line("  %s → %s: %s".formatted(CONTACT, message.account().title(), message.text()));
            terminal.line("      id %s, after %s in Firestore as"
                    .formatted(message.messageId(), Terminal.spell(message.took())));
            terminal.line("      " + message.document());
        }
        for (var message : story.sent()) {
            terminal.line("  %s → %s: %s".formatted(message.account().title(), CONTACT, message.text()));
            terminal.line("      id %s, read after %s; request"
                    .formatted(message.messageId(), Terminal.spell(message.took())));
            terminal.line("      whatsapp_outbox/" + message.commandId());
        }
    }

    /** Links and commands; the tokens in them are renewed as long as this process lives. */
    void invite(List<Account> accounts) {
        keepTokensFresh(stack.tokens());
        var account = accounts.getFirst();
        var api = stack.connector().api();
        var documents = "http://%s/v1/projects/%s/databases/(default)/documents"
                .formatted(stack.firestore().hostAndPort(), Stack.PROJECT);
        terminal.blank();
        terminal.line("Look at it");
        terminal.line("  Health     " + api.uri("/health"));
        terminal.line("  Threads    " + documents + "/whatsapp_threads");
        terminal.line("  Messages   " + documents + "/whatsapp_messages");
        terminal.line("  Outbox     " + documents + "/whatsapp_outbox");
        terminal.line("  Logs       " + workspace.folder());
        terminal.blank();
        terminal.line("Send a message from " + account.name());
        command(
                "curl -s -X POST %s \\".formatted(api.uri("/api/send")),
                "  -H \"Authorization: Bearer $(cat %s)\" -H 'Content-Type: application/json' \\"
                        .formatted(employeeToken()),
                "  -d '{\"threadId\":\"%s\",\"accountId\":\"%s\",".formatted(account.threadWith(CONTACT), account.id()),
                "       \"chatId\":\"%1$s\",\"to\":\"%1$s\",".formatted(Account.chat(CONTACT)),
                "       \"text\":\"Hello\",\"clientMessageId\":\"'$(date +%s)'\"}'");
        terminal.line("Read it on the contact's phone");
        command("curl -s '%s/contacts/%s/messages?from=%s'"
                .formatted(stack.whatsapp().adminUrl(), CONTACT, account.phone()));
        terminal.line("Answer as the contact");
        command(
                "curl -s -X POST %s/contacts/%s/messages \\"
                        .formatted(stack.whatsapp().adminUrl(), CONTACT),
                "  -H 'Content-Type: application/json' -d '{\"to\":\"%s\",\"text\":\"Hello yourself\"}'"
                        .formatted(account.phone()));
        terminal.line("Add an account, and see its QR code in a browser");
        command(
                "curl -s -X POST %s \\".formatted(api.uri("/api/accounts")),
                "  -H \"Authorization: Bearer $(cat %s)\" -H 'Content-Type: application/json' \\"
                        .formatted(superAdminToken()),
                "  -d '{\"name\":\"Third\",\"phone\":\"40711111111\"}'",
                "echo \"%s/ACCOUNT_ID?access_token=$(cat %s)\""
                        .formatted(api.uri("/api/whatsapp/qr"), superAdminToken()));
        terminal.line("Everything runs until you press Ctrl-C.");
    }

    private void command(String... lines) {
        for (var line : lines) {
            terminal.line("  " + line);
        }
        terminal.blank();
    }

    private void keepTokensFresh(TokenIssuer tokens) {
        writeTokens(tokens);
        var scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("token-renewal").factory());
        // Never shut down: it ends with the process.
        var _ = scheduler.scheduleAtFixedRate(
                () -> writeTokens(tokens), RENEW_TOKENS.toSeconds(), RENEW_TOKENS.toSeconds(), TimeUnit.SECONDS);
    }

    private void writeTokens(TokenIssuer tokens) {
        try {
            Files.writeString(employeeToken(), tokens.employee("quickstart-employee"));
            Files.writeString(superAdminToken(), tokens.superAdmin("quickstart-admin"));
        } catch (IOException e) {
            throw new UncheckedIOException("The tokens for curl cannot be written", e);
        }
    }

    private Path employeeToken() {
        return workspace.token("employee");
    }

    private Path superAdminToken() {
        return workspace.token("super-admin");
    }
}
