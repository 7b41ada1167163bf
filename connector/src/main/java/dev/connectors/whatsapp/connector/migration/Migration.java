package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.UsageException;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Threads;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import dev.connectors.whatsapp.connector.firestore.WriteRejectedException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Goes through all accounts of former versions and all threads, and moves what does not have its present name. What cannot be
 * moved is said, and stays as it is.
 */
final class Migration {
    private static final int PAGE = 300;
    /** Somebody writes the same thread; more often than this in a row they do not come first. */
    private static final int MAX_CONFLICTS = 20;

    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");

    private final Layout layout;
    private final Threads names;
    private final AccountMigration accounts;
    private final ThreadMigration threads;
    private final Tally tally;
    private final Consumer<String> out;

    /** @param out takes lines for people */
    Migration(Firestore firestore, Layout layout, Commits commits, Consumer<String> out) {
        this.layout = layout;
        this.names = new Threads(layout);
        this.tally = new Tally();
        this.accounts = new AccountMigration(firestore, layout, commits);
        this.threads = new ThreadMigration(firestore, layout, commits, tally.messages());
        this.out = out;
    }

    /**
     * Moves everything.
     *
     * @param named whose the threads are that do not say it themselves
     * @throws UsageException if an account is named that is not the only one
     */
    void run(Optional<AccountId> named) {
        named.ifPresent(this::requireOnly);
        each(
                layout.formerAccounts(),
                tally.accounts(),
                former -> tally.accounts().move(accounts.move(former)));
        each(layout.threads(), tally.threads(), former -> thread(former, named));
    }

    /** What has been seen and done so far. */
    Tally tally() {
        return tally;
    }

    /** Of several accounts nobody can say whose such a thread is. */
    private void requireOnly(AccountId named) {
        var all = Stream.of(layout.accounts(), layout.formerAccounts())
                .flatMap(collection -> Calls.await(collection.limit(2).get()).getDocuments().stream())
                .map(DocumentSnapshot::getId)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!all.equals(Set.of(named.value()))) {
            throw new UsageException("--account " + named + " is only for data with this one account, but "
                    + (all.isEmpty() ? "there is none" : "there are " + String.join(", ", all)));
        }
    }

    private void each(CollectionReference collection, Tally.Kind kind, Consumer<DocumentSnapshot> move) {
        var pages = new Pages(collection, PAGE);
        for (var page = pages.next(); !page.isEmpty(); page = pages.next()) {
            page.forEach(document -> move(document, kind, move));
            out.accept(collection.getId() + ": looked at all up to "
                    + printable(page.getLast().getId()));
        }
    }

    private void move(DocumentSnapshot document, Tally.Kind kind, Consumer<DocumentSnapshot> move) {
        var former = document;
        for (var conflicts = 0; former.exists(); conflicts++) {
            try {
                move.accept(former);
                return;
            } catch (WriteConflictException changed) {
                if (conflicts == MAX_CONFLICTS) {
                    leaveAlone(former, kind, "it is written to again and again; stop what does, and run this again");
                    return;
                }
                former = Calls.await(document.getReference().get());
            } catch (UnmovableException | WriteRejectedException e) {
                leaveAlone(former, kind, String.valueOf(e.getMessage()));
                return;
            }
        }
    }

    private void thread(DocumentSnapshot former, Optional<AccountId> onlyAccount) {
        switch (ThreadName.of(layout.data(), former.getId(), Snapshots.fields(former), onlyAccount)) {
            case ThreadName.Present present -> {}
            case ThreadName.Unknown unknown -> throw new UnmovableException(unknown.reason());
            case ThreadName.JidAlone(var named) ->
                // A contact who is known by two names has one thread.
                tally.threads().move(threads.move(former, names.resolve(named)));
        }
    }

    private void leaveAlone(DocumentSnapshot document, Tally.Kind kind, String reason) {
        kind.leaveAlone();
        out.accept("cannot be moved: " + document.getReference().getParent().getId() + "/" + printable(document.getId())
                + ": " + reason);
    }

    private static String printable(String id) {
        return UNPRINTABLE.matcher(id).replaceAll("?");
    }
}
