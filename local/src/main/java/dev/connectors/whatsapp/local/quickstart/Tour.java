package dev.connectors.whatsapp.local.quickstart;

import static dev.connectors.whatsapp.local.quickstart.Scenario.CONTACT;

/** Tells what happened, and what to try by hand. */
final class Tour {
    private final Terminal terminal;
    private final Quickstart.Stage stage;
    private final Workspace workspace;

    Tour(Terminal terminal, Quickstart.Stage stage, Workspace workspace) {
        this.terminal = terminal;
        this.stage = stage;
        this.workspace = workspace;
    }

    void tell() {
        terminal.blank();
        terminal.line("What happened");
        for (var message : stage.story().received()) {
            terminal.line("  %s → %s: %s".formatted(CONTACT, message.account().title(), message.text()));
            terminal.line("      id %s, after %s in Firestore as"
                    .formatted(message.messageId(), Terminal.spell(message.took())));
            terminal.line("      " + message.document());
        }
        for (var message : stage.story().sent()) {
            terminal.line("  %s → %s: %s".formatted(message.account().title(), CONTACT, message.text()));
            terminal.line("      id %s, read after %s; request"
                    .formatted(message.messageId(), Terminal.spell(message.took())));
            terminal.line("      whatsapp_outbox/" + message.commandId());
        }
    }

    /** Links and commands; the tokens in them are renewed as long as this process lives. */
    void invite() {
        var outside = stage.outside();
        var tokens = new Tokens(outside.tokens(), workspace);
        tokens.keepFresh();
        var documents = "http://%s/v1/projects/%s/databases/(default)/documents"
                .formatted(outside.firestore().hostAndPort(), outside.projectId());
        terminal.blank();
        terminal.line("Look at it");
        terminal.line("  Page       %s, with the token in %s"
                .formatted(stage.product().api().uri("/"), tokens.superAdmin()));
        terminal.line("  Health     " + stage.product().api().uri("/health"));
        terminal.line("  Threads    " + documents + "/whatsapp_threads");
        terminal.line("  Messages   " + documents + "/whatsapp_messages");
        terminal.line("  Outbox     " + documents + "/whatsapp_outbox");
        terminal.line("  Logs       " + workspace.folder());
        terminal.blank();
        stage.product().hints(tokens).forEach(this::show);
        show(send(tokens));
        show(new Hint("Read it on the contact's phone", "curl -s '%s?from=%s'".formatted(contact(), first().phone())));
        show(new Hint(
                "Answer as the contact",
                "curl -s -X POST %s \\".formatted(contact()),
                "  -H 'Content-Type: application/json' -d '{\"to\":\"%s\",\"text\":\"Hello yourself\"}'"
                        .formatted(first().phone())));
        terminal.line("Everything runs until you press Ctrl-C.");
    }

    private Hint send(Tokens tokens) {
        var account = first();
        return new Hint(
                "Send a message from " + account.name(),
                "curl -s -X POST %s \\".formatted(stage.product().api().uri("/api/send")),
                tokens.header(tokens.employee()),
                "  -d '{\"threadId\":\"%s\",\"accountId\":\"%s\",".formatted(account.threadWith(CONTACT), account.id()),
                "       \"chatId\":\"%1$s\",\"to\":\"%1$s\",".formatted(Account.chat(CONTACT)),
                "       \"text\":\"Hello\",\"clientMessageId\":\"'$(date +%s)'\"}'");
    }

    private String contact() {
        return "%s/contacts/%s/messages".formatted(stage.outside().whatsapp().adminUrl(), CONTACT);
    }

    private Account first() {
        return stage.accounts().getFirst();
    }

    private void show(Hint hint) {
        terminal.line(hint.title());
        hint.lines().forEach(line -> terminal.line("  " + line));
        terminal.blank();
    }
}
