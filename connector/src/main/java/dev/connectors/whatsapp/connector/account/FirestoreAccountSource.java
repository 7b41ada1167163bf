package dev.connectors.whatsapp.connector.account;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.ListenerRegistration;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Settings.ShareSettings;
import dev.connectors.whatsapp.connector.firestore.Layout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts as their documents in Firestore say: how the connector runs without Kubernetes. */
public final class FirestoreAccountSource implements AccountSource {
    private static final Logger log = LoggerFactory.getLogger(FirestoreAccountSource.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final Layout layout;
    private final Share share;
    /** One thread, so that lists arrive in order; the client's own threads must not be held up. */
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("accounts").factory());

    /** Only the executor's thread touches it. */
    private Set<AccountId> running = Set.of();

    private @Nullable ListenerRegistration registration;

    /** Reads nothing before {@link #start}. */
    public FirestoreAccountSource(Layout layout, ShareSettings share) {
        this.layout = layout;
        this.share = new Share(share);
    }

    @Override
    public synchronized void start(Consumer<AccountList> onChange) {
        registration = layout.accounts().addSnapshotListener(executor, (snapshot, error) -> {
            if (error != null) {
                log.atError().setCause(error).log("the list of accounts cannot be followed, and is asked for anew");
                CompletableFuture.delayedExecutor(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> restart(onChange));
            } else if (snapshot != null) {
                var accounts = snapshot.getDocuments().stream()
                        .map(FirestoreAccountSource::read)
                        .flatMap(Optional::stream)
                        .toList();
                var division = share.of(accounts, running);
                running = division.run().stream().map(Account::id).collect(Collectors.toUnmodifiableSet());
                onChange.accept(new AccountList(division.run(), List.of(), division.leftOut()));
            }
        });
    }

    private synchronized void restart(Consumer<AccountList> onChange) {
        if (!executor.isShutdown()) {
            start(onChange);
        }
    }

    @Override
    public synchronized void stop() {
        if (registration != null) {
            registration.remove();
        }
        executor.shutdownNow();
    }

    private static Optional<Account> read(DocumentSnapshot document) {
        try {
            return Optional.of(AccountDocument.read(document));
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("document", document.getReference().getPath())
                    .addKeyValue("problem", e.getMessage())
                    .log("an account's document cannot be understood and is left out");
            return Optional.empty();
        }
    }
}
