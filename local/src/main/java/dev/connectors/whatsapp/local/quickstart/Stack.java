package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.fleet.OutsideWorld;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** What runs, to be stopped in the reverse order of its start. */
final class Stack implements AutoCloseable {
    private static final String PROJECT = "demo-quickstart";

    private final Terminal terminal;
    private final Repository repository;
    private final Workspace workspace;
    private final Deque<Runnable> stops = new ConcurrentLinkedDeque<>();

    Stack(Terminal terminal, Repository repository, Workspace workspace) {
        this.terminal = terminal;
        this.repository = repository;
        this.workspace = workspace;
    }

    /** Starts what the product talks to, step by step. */
    OutsideWorld startOutsideWorld() throws Exception {
        var firestore = terminal.step("Firestore emulator", this::startFirestore, FirestoreEmulator::hostAndPort);
        var whatsapp = terminal.step(
                "WhatsApp", this::startWhatsApp, part -> "a server on loopback; no real account is touched");
        var tokens = terminal.step(
                "Token issuer", this::startTokenIssuer, part -> part.jwksUri().toString());
        return new OutsideWorld(PROJECT, firestore, tokens, whatsapp);
    }

    /** From now on closing stops it too, before all that was started earlier. */
    void add(Runnable stop) {
        stops.push(stop);
    }

    /** Stops what runs. A second call does nothing. */
    @Override
    public void close() {
        for (var stop = stops.poll(); stop != null; stop = stops.poll()) {
            stop.run();
        }
    }

    private FirestoreEmulator startFirestore() {
        var part = FirestoreEmulator.start(workspace.log("firestore"));
        add(part::close);
        // One that ran before us may hold an earlier run.
        part.clear(PROJECT);
        return part;
    }

    private WhatsAppLoopback startWhatsApp() {
        var part = WhatsAppLoopback.start(repository, workspace.log("whatsapp"));
        add(part::close);
        return part;
    }

    private TokenIssuer startTokenIssuer() {
        var part = TokenIssuer.start(PROJECT);
        add(part::close);
        return part;
    }
}
