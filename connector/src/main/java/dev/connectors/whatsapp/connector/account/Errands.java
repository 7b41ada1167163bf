package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What has to be done for accounts and takes time: for one account in the order in which it was asked for. */
final class Errands {
    private final Map<AccountId, CompletableFuture<Void>> last = new ConcurrentHashMap<>();

    /** Returns at once. What the errand throws keeps no later one from being done. */
    void add(AccountId account, Runnable errand) {
        last.compute(
                account,
                (id, before) -> (before == null ? CompletableFuture.<Void>completedFuture(null) : before)
                        .handleAsync(
                                (none, error) -> {
                                    errand.run();
                                    return null;
                                },
                                Thread::startVirtualThread));
    }
}
