package dev.connectors.whatsapp.connector.transfer;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Copies as files: a line of JSON that people can read, and behind it the session, encrypted by AES-256-GCM. The line is
 * authenticated with it, so that nobody can give a copy another epoch.
 */
final class Seal {
    private static final String FORMAT = "whatsapp-session";
    private static final int VERSION = 1;
    private static final byte LINE_END = '\n';
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    /** Enough to tell two keys apart, and nothing to find one by. */
    private static final int NAME_BYTES = 4;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    /** @param key of 256 bits */
    Seal(SecretKey key) {
        this.key = key;
    }

    /** @param key tells which key it is */
    private record Header(String format, int version, String accountId, long epoch, String takenAt, String key) {}

    byte[] close(SessionCopy copy) {
        var header = new Header(
                FORMAT,
                VERSION,
                copy.account().value(),
                copy.epoch(),
                copy.takenAt().toString(),
                nameOfKey());
        var line = (JsonMapper.shared().writeValueAsString(header) + (char) LINE_END).getBytes(StandardCharsets.UTF_8);
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var file = new ByteArrayOutputStream();
            file.writeBytes(line);
            file.writeBytes(nonce);
            file.writeBytes(cipher(Cipher.ENCRYPT_MODE, nonce, line).doFinal(copy.session()));
            return file.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no AES-256-GCM", e);
        }
    }

    SessionCopy open(byte[] file) throws UnusableCopyException {
        var end = endOfLine(file);
        var line = Arrays.copyOf(file, end);
        var header = header(line);
        if (!header.format.equals(FORMAT) || header.version != VERSION) {
            throw new UnusableCopyException("it is a \"%s\" of version %d, and only \"%s\" of version %d is known"
                    .formatted(header.format, header.version, FORMAT, VERSION));
        }
        if (!header.key.equals(nameOfKey())) {
            throw new UnusableCopyException("it is sealed with key %s, and SESSION_COPY_KEY_FILE has key %s"
                    .formatted(header.key, nameOfKey()));
        }
        var sealed = Math.min(end + NONCE_BYTES, file.length);
        try {
            var session = cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(file, end, end + NONCE_BYTES), line)
                    .doFinal(file, sealed, file.length - sealed);
            return new SessionCopy(
                    new AccountId(header.accountId), header.epoch, Instant.parse(header.takenAt), session);
        } catch (GeneralSecurityException e) {
            throw new UnusableCopyException("it is damaged, or was changed");
        }
    }

    private static int endOfLine(byte[] file) throws UnusableCopyException {
        for (var i = 0; i < file.length; i++) {
            if (file[i] == LINE_END) {
                return i + 1;
            }
        }
        throw new UnusableCopyException("it is no copy of a session");
    }

    private static Header header(byte[] line) throws UnusableCopyException {
        try {
            var json = JsonMapper.shared().readTree(line);
            return new Header(
                    json.path("format").asString(""),
                    json.path("version").asInt(0),
                    json.path("accountId").asString(""),
                    json.path("epoch").asLong(0),
                    json.path("takenAt").asString(""),
                    json.path("key").asString(""));
        } catch (JacksonException e) {
            throw new UnusableCopyException("it is no copy of a session");
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] line) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(line);
        return cipher;
    }

    private String nameOfKey() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
