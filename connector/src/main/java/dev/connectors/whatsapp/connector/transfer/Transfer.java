package dev.connectors.whatsapp.connector.transfer;

import dev.connectors.whatsapp.connector.bridge.BridgeClient;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import dev.connectors.whatsapp.connector.bridge.BridgeLease;
import dev.connectors.whatsapp.connector.bridge.BridgeSession;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.lease.CopyEpochs;
import dev.connectors.whatsapp.connector.lease.CopyEpochs.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Moves sessions from the bridge's volume into files and from files onto its volume, each account by itself. */
final class Transfer {
    private static final Duration BRIDGE_STARTS_WITHIN = Duration.ofSeconds(30);

    private final BridgeClient bridge;
    private final CopyEpochs epochs;
    private final Seal seal;
    private final Clock clock;
    private final Consumer<String> out;

    /** @param out takes a line for each account */
    Transfer(BridgeClient bridge, CopyEpochs epochs, Seal seal, Clock clock, Consumer<String> out) {
        this.bridge = bridge;
        this.epochs = epochs;
        this.seal = seal;
        this.clock = clock;
        this.out = out;
    }

    /** Returns whether all of them were. */
    boolean exportTo(TransferArguments told) {
        var linked = bridge.awaitSessions(BRIDGE_STARTS_WITHIN).stream()
                .filter(BridgeSession::paired)
                .map(BridgeSession::account)
                .toList();
        var folder = new CopyFolder(told.folder());
        return each(told.account().map(List::of).orElse(linked), id -> export(id, folder));
    }

    /**
     * First the epoch, so that no earlier copy is good any more; then the session sleeps; the file comes last. Wherever that
     * ends, the next export begins anew.
     */
    private String export(AccountId id, CopyFolder folder) throws IOException, RefusedException {
        var epoch = epoch(epochs.begin(id));
        folder.write(id, seal.close(new SessionCopy(id, epoch, clock.instant(), bridge.exportSession(id))));
        return "%s: exported to %s at epoch %d; it connects no more from this volume"
                .formatted(id, folder.file(id), epoch);
    }

    /** Returns whether all of them were. */
    boolean importFrom(TransferArguments told) throws IOException {
        bridge.awaitSessions(BRIDGE_STARTS_WITHIN);
        var volume = new BridgeLease(bridge).attach();
        var folder = new CopyFolder(told.folder());
        var files =
                told.account().isPresent() ? List.of(folder.file(told.account().get())) : folder.files();
        return each(files, file -> restore(file, volume, told.replace()));
    }

    /** The session sleeps on its new volume until the copy's epoch has ended in favour of it. */
    private String restore(Path file, String volume, boolean replace)
            throws IOException, RefusedException, UnusableCopyException {
        var copy = seal.open(Files.readAllBytes(file));
        var id = copy.account();
        epoch(epochs.look(id, copy.epoch(), volume));
        bridge.importSession(id, copy.session(), replace);
        epoch(epochs.end(id, copy.epoch(), volume));
        bridge.activateSession(id);
        return "%s: imported, as it was on %s".formatted(id, copy.takenAt());
    }

    private static long epoch(Answer answer) throws RefusedException {
        return switch (answer) {
            case Answer.At at -> at.epoch();
            case Answer.Held held ->
                throw new RefusedException(
                        "connector " + held.worker()
                                + " may be holding the account: pause it, or stop that connector and wait until its lease is over");
            case Answer.MovedOn movedOn ->
                throw new RefusedException("the account has been in use since, its epoch is " + movedOn.epoch()
                        + " by now: the copy is older than what was sent and received, and would break conversations");
            case Answer.Busy busy -> throw new RefusedException("the account's document is being written: try again");
            case Answer.NoDocument none -> throw new RefusedException("the account has no document");
        };
    }

    /** What is to be done for one of many. */
    private interface Step<T> {
        String apply(T one) throws IOException, RefusedException, UnusableCopyException;
    }

    private <T> boolean each(List<T> all, Step<T> step) {
        var done = 0;
        for (var one : all) {
            try {
                out.accept(step.apply(one));
                done++;
            } catch (RefusedException | UnusableCopyException | FirestoreUnavailableException e) {
                out.accept(one + ": not moved: " + e.getMessage());
            } catch (BridgeException e) {
                out.accept(one + ": not moved: " + e.description());
            } catch (IOException e) {
                out.accept(one + ": not moved: " + e);
            }
        }
        out.accept(done + " of " + all.size() + " sessions moved.");
        return done == all.size();
    }

    /** An account that is left as it is. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }
}
