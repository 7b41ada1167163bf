package dev.connectors.whatsapp.connector.firestore;

import dev.connectors.whatsapp.connector.config.InvalidSettingsException;
import dev.connectors.whatsapp.connector.config.SettingProblem;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether Firestore answers. Each real question is billed as a read, so a good answer counts for a while. */
public final class FirestoreProbe {
    private static final Duration GOOD_FOR = Duration.ofSeconds(60);

    private final Layout layout;
    private final Clock clock;
    private volatile Instant reachableAt = Instant.MIN;

    public FirestoreProbe(Layout layout, Clock clock) {
        this.layout = layout;
        this.clock = clock;
    }

    public boolean isReachable() {
        if (clock.instant().isBefore(reachableAt.plus(GOOD_FOR))) {
            return true;
        }
        try {
            ask();
            return true;
        } catch (FirestoreUnavailableException e) {
            return false;
        }
    }

    /** Somebody else has asked it something. */
    public void answered() {
        reachableAt = clock.instant();
    }

    /**
     * Asks now.
     *
     * @throws InvalidSettingsException if it does not, naming the settings that decide where Firestore is
     */
    public void requireReachable(FirestoreSettings settings) {
        try {
            ask();
        } catch (FirestoreUnavailableException e) {
            throw new InvalidSettingsException(List.of(problem(settings, e)));
        }
    }

    private void ask() {
        try {
            Calls.await(layout.clientConfiguration().get());
        } catch (WriteConflictException noSuchDatabase) {
            // A project without a database answers NOT_FOUND, one in Datastore mode FAILED_PRECONDITION.
            throw new FirestoreUnavailableException("Firestore: " + noSuchDatabase.getMessage(), noSuchDatabase);
        }
        reachableAt = clock.instant();
    }

    private static SettingProblem problem(FirestoreSettings settings, FirestoreUnavailableException e) {
        return settings.emulatorHost()
                .map(host -> new SettingProblem(
                        "FIRESTORE_EMULATOR_HOST",
                        "\"" + host + "\"",
                        "start the emulator at this address, or correct it: no Firestore answers there ("
                                + e.getMessage() + ")"))
                .orElseGet(() -> new SettingProblem(
                        "FIREBASE_PROJECT_ID",
                        "\"" + settings.projectId() + "\"",
                        "check the project's name, that it has a Firestore database, the credentials"
                                + " (FIREBASE_SERVICE_ACCOUNT_JSON, or FIREBASE_CLIENT_EMAIL and FIREBASE_PRIVATE_KEY,"
                                + " or the platform's own identity) and the network: Firestore does not answer ("
                                + e.getMessage() + ")"));
    }
}
