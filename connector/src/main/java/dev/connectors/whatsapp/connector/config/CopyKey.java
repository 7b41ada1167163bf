package dev.connectors.whatsapp.connector.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key that copies of sessions are sealed with, in a file of its own: a mounted Secret, and never an argument. */
final class CopyKey {
    private static final String FILE = "SESSION_COPY_KEY_FILE";
    private static final int BYTES = 32;
    private static final String REMEDY =
            "set it to a file with 32 random bytes in base64, as \"openssl rand -base64 32\" writes them";

    private CopyKey() {}

    /** A useless one where something is wrong with it, which is noted. */
    static SecretKey read(Environment env) {
        var key = env.get(FILE).map(Path::of).map(CopyKey::bytes).orElseGet(() -> new byte[0]);
        if (key.length != BYTES) {
            env.problem(FILE, REMEDY);
        }
        return new SecretKeySpec(key.length == BYTES ? key : new byte[BYTES], "AES");
    }

    /** Empty for what cannot be read or is no base64. */
    private static byte[] bytes(Path file) {
        try {
            return Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IOException | IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
