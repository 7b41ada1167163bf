package dev.connectors.whatsapp.connector.config;

import dev.connectors.whatsapp.connector.config.Settings.SessionsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** The folder in which the bridge keeps the sessions. Without it no account survives a restart. */
public final class SessionsFolder {
    private final SessionsSettings settings;

    public SessionsFolder(SessionsSettings settings) {
        this.settings = settings;
    }

    /** Whether a file can be written there now: tried, because a permission bit does not know of a full volume. */
    public boolean isWritable() {
        return problem().isEmpty();
    }

    /** What keeps files from being written there, if anything does. Creates the folder when it is missing. */
    public Optional<SettingProblem> problem() {
        try {
            Files.createDirectories(settings.path());
            var probe = Files.createTempFile(settings.path(), ".writable", "");
            try {
                Files.writeString(probe, "probe");
            } finally {
                Files.deleteIfExists(probe);
            }
            return Optional.empty();
        } catch (IOException e) {
            var value = "\"" + settings.path().toAbsolutePath() + "\"";
            return Optional.of(new SettingProblem(
                    settings.setting(),
                    value,
                    "make this folder writable for the connector's user, or set SESSIONS_PATH to one that is ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage() + ")"));
        }
    }
}
