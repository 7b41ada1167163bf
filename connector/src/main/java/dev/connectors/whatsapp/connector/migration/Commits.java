package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.firestore.WriteBatch;
import dev.connectors.whatsapp.connector.firestore.Calls;

/** What becomes of each commit. */
interface Commits {
    boolean areApplied();

    /**
     * Writes it, or not.
     *
     * @throws dev.connectors.whatsapp.connector.firestore.WriteConflictException if a document is not as it was read
     */
    void apply(WriteBatch batch);

    static Commits real() {
        return new Commits() {
            @Override
            public boolean areApplied() {
                return true;
            }

            @Override
            public void apply(WriteBatch batch) {
                if (batch.getMutationsSize() > 0) {
                    Calls.await(batch.commit());
                }
            }
        };
    }

    /** None is written. */
    static Commits dryRun() {
        return new Commits() {
            @Override
            public boolean areApplied() {
                return false;
            }

            @Override
            public void apply(WriteBatch batch) {}
        };
    }
}
