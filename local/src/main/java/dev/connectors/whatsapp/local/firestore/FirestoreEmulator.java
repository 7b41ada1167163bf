package dev.connectors.whatsapp.local.firestore;

import dev.connectors.whatsapp.local.firestore.EmulatorSource.Download;
import dev.connectors.whatsapp.local.firestore.EmulatorSource.Jar;
import dev.connectors.whatsapp.local.firestore.EmulatorSource.Running;
import dev.connectors.whatsapp.local.http.Bearer;
import dev.connectors.whatsapp.local.http.HttpFailure;
import dev.connectors.whatsapp.local.http.JsonHttp;
import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import dev.connectors.whatsapp.local.process.ChildProcessException;
import dev.connectors.whatsapp.local.process.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A running Firestore emulator. */
public final class FirestoreEmulator implements AutoCloseable {
    /** The emulator lets this bearer past the security rules. */
    static final Bearer OWNER = new Bearer("owner");

    /** It takes 1 to 4 s; a loaded CI machine gets more. */
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    /** Somebody may take the free port before the emulator does. */
    private static final int ATTEMPTS = 3;

    private final String hostAndPort;
    private final Optional<ChildProcess> process;
    private final JsonHttp http;

    private FirestoreEmulator(String hostAndPort, Optional<ChildProcess> process) {
        this.hostAndPort = hostAndPort;
        this.process = process;
        this.http = new JsonHttp(URI.create("http://" + hostAndPort));
    }

    /**
     * Starts the emulator, or takes the running one that {@code FIRESTORE_EMULATOR_HOST} names. May download it first,
     * once for all projects of this user.
     *
     * @param log where its output goes
     * @param options of {@code java}, beside those that suit some minutes of tests
     * @throws EmulatorUnavailableException when there is none and it cannot be downloaded
     * @throws ChildProcessException when it does not start
     * @throws IllegalStateException when the running one does not answer
     */
    public static FirestoreEmulator start(Path log, String... options) {
        var lookup = new EmulatorLookup(System.getenv(), Path.of(System.getProperty("user.home")), FileView.REAL);
        return switch (lookup.find()) {
            case Running running -> join(running.hostAndPort());
            case Jar jar -> start(jar.path(), log, List.of(options));
            case Download download -> {
                PinnedEmulator.RELEASE.downloadTo(download.target());
                yield start(download.target(), log, List.of(options));
            }
        };
    }

    private static FirestoreEmulator join(String hostAndPort) {
        var emulator = new FirestoreEmulator(hostAndPort, Optional.empty());
        try {
            emulator.http.getText("/", OWNER);
            return emulator;
        } catch (HttpFailure e) {
            emulator.close();
            throw new IllegalStateException(
                    "%s is \"%s\", where no Firestore emulator answers; start it there, or unset the variable"
                            .formatted(EmulatorLookup.HOST_VARIABLE, hostAndPort),
                    e);
        }
    }

    private static FirestoreEmulator start(Path jar, Path log, List<String> options) {
        for (var attempt = 1; ; attempt++) {
            var port = FreePort.find();
            var process = ChildProcess.start(
                    new ChildCommand("Firestore emulator", EmulatorCommand.of(jar, port, options), log));
            try {
                process.awaitHttp(URI.create("http://127.0.0.1:" + port), START_DEADLINE);
                var emulator = new FirestoreEmulator("127.0.0.1:" + port, Optional.of(process));
                // On a busy machine its first answer takes longer than a connector waits for one.
                emulator.documents(newProjectId()).get("first/question");
                return emulator;
            } catch (ChildProcessException e) {
                var portTaken = process.logTail().stream().anyMatch(line -> line.contains("already in use"));
                if (attempt == ATTEMPTS || !portTaken) {
                    throw e;
                }
            }
        }
    }

    /**
     * A project id that nobody else uses: the emulator keeps the data of each project apart. It is valid for Google
     * Cloud too: at most 30 characters.
     */
    public static String newProjectId() {
        return "demo-" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }

    /** The value for {@code FIRESTORE_EMULATOR_HOST}. */
    public String hostAndPort() {
        return hostAndPort;
    }

    /** The process, unless somebody else started it. */
    public Optional<ChildProcess> process() {
        return process;
    }

    /** Deletes all documents of a project. */
    public void clear(String projectId) {
        http.delete("/emulator/v1/projects/%s/databases/(default)/documents".formatted(projectId), OWNER);
    }

    /** The documents of a project, past all rules. */
    public FirestoreDocuments documents(String projectId) {
        return new FirestoreDocuments(http, projectId);
    }

    @Override
    public void close() {
        http.close();
        process.ifPresent(ChildProcess::close);
    }
}
