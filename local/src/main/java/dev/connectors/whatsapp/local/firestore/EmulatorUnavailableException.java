package dev.connectors.whatsapp.local.firestore;

import java.io.Serial;
import java.net.URI;
import java.nio.file.Path;

/** There is no emulator on this machine and none could be downloaded. The message names the ways to get one. */
public final class EmulatorUnavailableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EmulatorUnavailableException(URI uri, Path target, String reason, Throwable cause) {
        super("""
                The Firestore emulator is not installed and could not be downloaded (%s). Any of these helps:
                  1. Install it with the Google Cloud SDK: gcloud components install cloud-firestore-emulator
                     (on Debian: apt-get install google-cloud-cli-firestore-emulator).
                  2. Install it with firebase-tools: npx firebase-tools setup:emulators:firestore
                  3. Get %s by other means and put it at
                     %s, or name it by %s.
                One that runs already is used when %s names it as host:port.""".formatted(reason, uri, target, EmulatorLookup.JAR_VARIABLE, EmulatorLookup.HOST_VARIABLE), cause);
    }
}
