package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts as a mounted file says: how the connector runs on Kubernetes. The file is read again and again, because
 * what is mounted there is replaced by way of links, which no file watch follows on every system. A file that is missing or
 * makes no sense changes nothing.
 */
public final class FileAccountSource implements AccountSource {
    private static final Logger log = LoggerFactory.getLogger(FileAccountSource.class);
    /** A small file from the page cache: a change is noticed well within a second at no cost that can be measured. */
    private static final Duration EVERY = Duration.ofMillis(500);

    private static final Duration AFTER_FIRESTORE_FAILURE = Duration.ofSeconds(5);

    private final Path file;
    private final AccountRepository repository;
    private final Map<Account, Thread> published = new HashMap<>();
    private Thread watcher = Thread.ofVirtual().unstarted(() -> {});
    private String lastSeen = "";

    /** Reads nothing before {@link #start}. */
    public FileAccountSource(Path file, AccountRepository repository) {
        this.file = file;
        this.repository = repository;
    }

    @Override
    public void start(Consumer<AccountList> onChange) {
        watcher = Thread.ofVirtual().name("accounts-file").start(() -> watch(onChange));
    }

    @Override
    public void stop() {
        watcher.interrupt();
    }

    private void watch(Consumer<AccountList> onChange) {
        try {
            while (true) {
                look(onChange);
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException stopped) {
            published.values().forEach(Thread::interrupt);
        }
    }

    private void look(Consumer<AccountList> onChange) {
        var text = read();
        if (text.equals(lastSeen)) {
            return;
        }
        lastSeen = text;
        try {
            var list = AccountListFile.parse(text);
            log.atInfo()
                    .addKeyValue("accounts", list.accounts().size())
                    .addKeyValue("tombstones", list.tombstones().size())
                    .log("the list of accounts has changed");
            onChange.accept(list);
            list.accounts().forEach(this::publish);
            published.keySet().retainAll(list.accounts());
        } catch (IllegalArgumentException e) {
            log.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("problem", e.getMessage())
                    .log("the list of accounts makes no sense; the accounts stay as they are");
        }
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            if (!lastSeen.isEmpty()) {
                log.atError().setCause(e).log("the list of accounts cannot be read; the accounts stay as they are");
            }
            return lastSeen;
        }
    }

    /** Client applications and the other pods know an account by its document. */
    private void publish(Account account) {
        published.computeIfAbsent(
                account, a -> Thread.ofVirtual().name("publish-" + a.id()).start(() -> publishUntilWritten(a)));
    }

    private void publishUntilWritten(Account account) {
        try {
            while (true) {
                try {
                    repository.publish(account);
                    return;
                } catch (FirestoreUnavailableException e) {
                    Thread.sleep(AFTER_FIRESTORE_FAILURE);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
