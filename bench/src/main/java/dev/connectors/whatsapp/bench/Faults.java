package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.bench.Fault.ClosedSockets;
import dev.connectors.whatsapp.bench.Fault.CutFirestore;
import dev.connectors.whatsapp.bench.Fault.DroppedAcks;
import dev.connectors.whatsapp.bench.Fault.FrozenFirestore;
import dev.connectors.whatsapp.bench.Fault.KilledBoth;
import dev.connectors.whatsapp.bench.Fault.KilledBridge;
import dev.connectors.whatsapp.bench.Fault.KilledConnector;
import dev.connectors.whatsapp.local.http.HttpFailure;
import dev.connectors.whatsapp.local.poll.Look;
import dev.connectors.whatsapp.local.poll.Poll;
import dev.connectors.whatsapp.local.tcp.TcpProxy;
import dev.connectors.whatsapp.local.whatsapp.Behaviour;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Breaks things. What lasts is healed in the background, so that the next fault can come on top. */
final class Faults {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int NOT_CONNECTED = 409;

    private final RestartedConnector connector;
    private final TcpProxy firestore;
    private final WhatsAppLoopback whatsapp;
    private final List<Account> accounts;
    private final Path log;
    private final List<Thread> healings = new ArrayList<>();
    private final Map<String, Integer> struck = new LinkedHashMap<>();

    /** @param log gets a line for each fault, to be read beside the logs of the others */
    Faults(
            RestartedConnector connector,
            TcpProxy firestore,
            WhatsAppLoopback whatsapp,
            List<Account> accounts,
            Path log) {
        this.connector = connector;
        this.firestore = firestore;
        this.whatsapp = whatsapp;
        this.accounts = accounts;
        this.log = log;
    }

    /** Returns when it is broken; what there is nothing of yet, such as a connection, is waited for. */
    void strike(Fault fault) throws IOException {
        var line = "%s %s%n".formatted(Instant.now(), fault);
        Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        switch (fault) {
            case KilledConnector it -> connector.kill();
            case KilledBridge it -> connector.killBridge();
            case KilledBoth it -> connector.killWithBridge();
            case CutFirestore cut -> {
                firestore.cut();
                healAfter(cut.lasting(), firestore::mend);
            }
            case FrozenFirestore frozen -> {
                firestore.freeze();
                healAfter(frozen.lasting(), firestore::thaw);
            }
            case ClosedSockets closed -> close(closed);
            case DroppedAcks dropped -> {
                var phone = accounts.get(dropped.account()).phone();
                whatsapp.behave(phone, Behaviour.normal().droppingAcks());
                healAfter(dropped.lasting(), () -> whatsapp.resetBehaviour(phone));
            }
        }
        struck.merge(fault.kind(), 1, Integer::sum);
    }

    /** Of at least one of the accounts. */
    private void close(ClosedSockets fault) {
        Poll.until("a connection to close", SOON, () -> {
            var count = fault.accounts().stream()
                    .map(accounts::get)
                    .filter(account -> isClosed(account, fault.code()))
                    .count();
            return count > 0 ? Look.done(count) : Look.notYet("none is connected");
        });
    }

    private boolean isClosed(Account account, int code) {
        try {
            whatsapp.phone(account.phone()).closeConnections(code);
            return true;
        } catch (HttpFailure failure) {
            if (failure.status() == NOT_CONNECTED) {
                return false;
            }
            throw failure;
        }
    }

    private void healAfter(Duration lasting, Runnable healing) {
        healings.add(Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(lasting);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            healing.run();
        }));
    }

    /** Returns when nothing is broken any more. */
    void awaitHealed() throws InterruptedException {
        for (var healing : healings) {
            healing.join();
        }
    }

    /** How often something was broken, by kind. */
    Map<String, Integer> struck() {
        return Map.copyOf(struck);
    }
}
