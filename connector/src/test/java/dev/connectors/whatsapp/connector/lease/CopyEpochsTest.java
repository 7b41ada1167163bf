package dev.connectors.whatsapp.connector.lease;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.lease.CopyEpochs.Answer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A copy of a session is good for one import, and only as long as nobody has held its account since. */
@Tag("P3")
class CopyEpochsTest {
    private static final AccountId SALES = new AccountId("sales");

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryStores stores = new MemoryStores(() -> Duration.ofNanos(nanos.get()));
    private final CopyEpochs epochs = new CopyEpochs(stores, stores);

    @BeforeEach
    void accountIsSetUp() {
        stores.make(SALES);
    }

    private Ownership connectorOn(String volume) {
        var terms = LeaseTerms.of(Duration.ofSeconds(25), Duration.ofSeconds(15));
        var lease = new PodLease(stores, terms, "connector of " + volume, Clock.systemUTC(), nanos::get);
        assertThat(lease.acquire(volume, true)).isEmpty();
        return new Ownership(lease, stores, stores);
    }

    private long begun() {
        return ((Answer.At) epochs.begin(SALES)).epoch();
    }

    @Test
    void whatSomebodyMayHoldIsNotCopied() {
        var holder = connectorOn("first");
        holder.take(SALES);

        assertThat(epochs.begin(SALES)).isEqualTo(new Answer.Held("connector of first"));

        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(epochs.begin(SALES)).isEqualTo(new Answer.At(2));
    }

    @Test
    void whatIsPausedIsCopied() {
        var holder = connectorOn("first");
        holder.take(SALES);
        holder.release(SALES);

        assertThat(epochs.begin(SALES)).isEqualTo(new Answer.At(2));
    }

    @Test
    void aCopyIsImportedOnce() {
        var epoch = begun();

        assertThat(epochs.look(SALES, epoch, "second")).isEqualTo(new Answer.At(epoch));
        assertThat(epochs.end(SALES, epoch, "second")).isEqualTo(new Answer.At(epoch + 1));

        assertThat(epochs.look(SALES, epoch, "third")).isEqualTo(new Answer.MovedOn(epoch + 1));
        assertThat(epochs.end(SALES, epoch, "third")).isEqualTo(new Answer.MovedOn(epoch + 1));
    }

    @Test
    void anImportThatEndedInTheMiddleGoesOnUntilSomebodyHoldsTheAccount() {
        var epoch = begun();
        epochs.end(SALES, epoch, "second");

        assertThat(epochs.end(SALES, epoch, "second")).isEqualTo(new Answer.At(epoch + 1));

        var holder = connectorOn("second");
        assertThat(holder.take(SALES)).isInstanceOf(Ownership.Answer.Taken.class);
        assertThat(epochs.end(SALES, epoch, "second")).isEqualTo(new Answer.Held("connector of second"));
        holder.release(SALES);
        assertThat(epochs.end(SALES, epoch, "second")).isEqualTo(new Answer.MovedOn(epoch + 2));
    }

    @Test
    void aCopyThatSomebodyHasHeldTheAccountSinceIsTooOld() {
        var epoch = begun();
        var holder = connectorOn("first");
        holder.take(SALES);

        assertThat(epochs.look(SALES, epoch, "second")).isEqualTo(new Answer.Held("connector of first"));
        holder.release(SALES);
        assertThat(epochs.look(SALES, epoch, "second")).isEqualTo(new Answer.MovedOn(epoch + 1));
    }

    @Test
    void anotherCopyMakesTheFirstOneUseless() {
        var first = begun();
        var second = begun();

        assertThat(epochs.look(SALES, first, "second")).isEqualTo(new Answer.MovedOn(second));
        assertThat(epochs.look(SALES, second, "second")).isEqualTo(new Answer.At(second));
    }

    @Test
    void whoWritesAtTheSameMomentIsNotWrittenOver() {
        var racing = new CopyEpochs(stores, new RacingOwners());

        assertThat(racing.begin(SALES)).isEqualTo(new Answer.Busy());
        assertThat(epochs.begin(SALES)).isEqualTo(new Answer.At(2));
    }

    @Test
    void anAccountWithoutADocumentIsSaid() {
        var unknown = new AccountId("unknown");

        assertThat(epochs.begin(unknown)).isEqualTo(new Answer.NoDocument());
        assertThat(epochs.look(unknown, 1, "second")).isEqualTo(new Answer.NoDocument());
        assertThat(epochs.end(unknown, 1, "second")).isEqualTo(new Answer.NoDocument());
    }

    /** Somebody writes between each look and the write that follows. */
    private final class RacingOwners implements OwnerStore {
        @Override
        public Optional<Stored> read(AccountId account) {
            var found = stores.read(account);
            found.ifPresent(seen -> stores.replace(account, seen.owner(), seen.epoch() + 1, seen.version()));
            return found;
        }

        @Override
        public Timestamp replace(AccountId account, Optional<Owner> owner, long epoch, Timestamp version) {
            return stores.replace(account, owner, epoch, version);
        }
    }
}
