package dev.connectors.whatsapp.connector.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.QuerySnapshot;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.QueryFollower;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The accounts' documents. */
@Component
public final class AccountRepository {
    private static final Logger log = LoggerFactory.getLogger(AccountRepository.class);
    /** How long an account that was seen counts as existing: each look costs a read. */
    private static final Duration KNOWN_FOR = Duration.ofMinutes(5);

    private static final int MAX_KNOWN = 10_000;

    private final Layout layout;
    private final Clock clock;
    private final Cache<AccountId, Boolean> known = Caffeine.newBuilder()
            .expireAfterWrite(KNOWN_FOR)
            .maximumSize(MAX_KNOWN)
            .build();

    public AccountRepository(Layout layout, Clock clock) {
        this.layout = layout;
        this.clock = clock;
    }

    /**
     * Sets up an account by writing its document.
     *
     * @throws AccountExistsException if this number has an account
     */
    public Account create(String name, PhoneNumber phone) {
        var account = new Account(AccountIds.of(phone), name, Optional.of(phone));
        try {
            Calls.await(layout.account(account.id()).create(AccountDocument.created(account, clock.instant())));
            return account;
        } catch (WriteConflictException itIsThere) {
            throw new AccountExistsException(account.id());
        }
    }

    /** Makes the account's document say what the account is; writes only if it does not. */
    void publish(Account account) {
        var reference = layout.account(account.id());
        var document = Calls.await(reference.get());
        var fields = AccountDocument.setUp(account);
        try {
            if (!document.exists()) {
                Calls.await(reference.create(AccountDocument.created(account, clock.instant())));
            } else if (!fields.equals(AccountDocument.setUp(AccountDocument.read(document)))) {
                Calls.await(reference.update(fields));
            }
        } catch (WriteConflictException somebodyElseDid) {
            log.atDebug().addKeyValue("accountId", account.id()).log("the account's document was written meanwhile");
        }
    }

    public boolean exists(AccountId id) {
        if (known.getIfPresent(id) != null) {
            return true;
        }
        var exists = Calls.await(layout.account(id).get()).exists();
        if (exists) {
            known.put(id, true);
        }
        return exists;
    }

    /** By what a phone can be linked to the account at this moment. */
    public Linking linking(AccountId id) {
        var state = Calls.await(layout.privateState(id).get());
        return new Linking(
                Optional.ofNullable(state.getString("qrCodeDataUrl")),
                Optional.ofNullable(state.getString("pairingCode")));
    }

    /** Every account, whichever connector has it, ordered by id. */
    public List<AccountView> all() {
        return views(Calls.await(layout.accounts().get()));
    }

    /**
     * Follows every account until that is closed.
     *
     * @param onChange gets all of them, ordered by id, at once and again whenever one has changed
     */
    public QueryFollower follow(Consumer<List<AccountView>> onChange) {
        return QueryFollower.start(layout.accounts(), "all accounts", snapshot -> onChange.accept(views(snapshot)));
    }

    private static List<AccountView> views(QuerySnapshot snapshot) {
        return snapshot.getDocuments().stream()
                .filter(document -> AccountId.isValid(document.getId()))
                .map(AccountView::read)
                .sorted(Comparator.comparing(AccountView::id))
                .toList();
    }

    /** The account, whichever connector has it. */
    public Optional<AccountView> find(AccountId id) {
        return Optional.of(Calls.await(layout.account(id).get()))
                .filter(DocumentSnapshot::exists)
                .map(AccountView::read);
    }
}
