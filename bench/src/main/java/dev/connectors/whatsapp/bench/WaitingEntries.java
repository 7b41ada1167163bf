package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.firestore.FirestoreDocument;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Entries in the outbox that cannot be sent, because nobody has linked their account to a phone. */
final class WaitingEntries {
    private static final int CONTACTS = 50;
    private static final int CALLERS = 8;
    /** Firestore's own limit was 500; smaller ones let others in between. */
    private static final int IN_ONE_COMMIT = 250;

    private final World world;
    private final Account account;

    WaitingEntries(World world, Account account) {
        this.world = world;
        this.account = account;
    }

    /** Has so many accepted over HTTP. */
    void enqueue(Connector connector, int entries) throws InterruptedException {
        var callers = IntStream.range(0, CALLERS)
                .mapToObj(caller -> Thread.startVirtualThread(() -> {
                    for (var i = caller; i < entries; i += CALLERS) {
                        connector.send(account, Numbers.contact(i % CONTACTS), "Waiting " + i, "waiting-" + i);
                    }
                }))
                .toList();
        for (var caller : callers) {
            caller.join();
        }
        if (all().size() != entries) {
            throw new IllegalStateException("%d of %d entries were accepted".formatted(all().size(), entries));
        }
    }

    private List<FirestoreDocument> all() {
        return world.documents().whereEqual("whatsapp_outbox", "accountId", account.id());
    }

    /** Gives all of them this status, past the connector. */
    void become(String status) {
        var entries = all();
        for (var from = 0; from < entries.size(); from += IN_ONE_COMMIT) {
            world.documents()
                    .merge(
                            entries.subList(from, Math.min(from + IN_ONE_COMMIT, entries.size())),
                            Map.of("status", status));
        }
    }
}
