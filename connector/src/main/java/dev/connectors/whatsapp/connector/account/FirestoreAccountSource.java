package dev.connectors.whatsapp.connector.account;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.QuerySnapshot;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Settings.ShareSettings;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.QueryFollower;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts as their documents in Firestore say: how the connector runs without Kubernetes. */
public final class FirestoreAccountSource implements AccountSource {
    private static final Logger log = LoggerFactory.getLogger(FirestoreAccountSource.class);

    private final Layout layout;
    private final Share share;
    /** Only the follower's thread touches it. */
    private Set<AccountId> running = Set.of();

    private @Nullable QueryFollower follower;

    /** Reads nothing before {@link #start}. */
    public FirestoreAccountSource(Layout layout, ShareSettings share) {
        this.layout = layout;
        this.share = new Share(share);
    }

    @Override
    public synchronized void start(Consumer<AccountList> onChange) {
        follower = QueryFollower.start(
                layout.accounts(), "the list of accounts", snapshot -> onChange.accept(list(snapshot)));
    }

    @Override
    public synchronized void stop() {
        if (follower != null) {
            follower.close();
        }
    }

    private AccountList list(QuerySnapshot snapshot) {
        var accounts = snapshot.getDocuments().stream()
                .map(FirestoreAccountSource::read)
                .flatMap(Optional::stream)
                .toList();
        var division = share.of(accounts, running);
        running = division.run().stream().map(Account::id).collect(Collectors.toUnmodifiableSet());
        return new AccountList(division.run(), List.of(), division.leftOut());
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
