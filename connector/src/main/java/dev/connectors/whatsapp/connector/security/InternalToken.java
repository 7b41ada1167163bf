package dev.connectors.whatsapp.connector.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operator presents when it asks a connector how its accounts are. */
final class InternalToken {
    private static final Logger log = LoggerFactory.getLogger(InternalToken.class);
    private static final String SCHEME = "Bearer ";

    private final Optional<Path> file;

    /** @param file holds the token; read at each use, so that a new token needs no restart. Without one nobody gets in */
    InternalToken(Optional<Path> file) {
        this.file = file;
    }

    /** Takes as long for a wrong token as for the right one. */
    boolean isPresentedBy(Optional<String> authorization) {
        var presented =
                authorization.filter(value -> value.startsWith(SCHEME)).map(value -> value.substring(SCHEME.length()));
        return expected()
                .flatMap(right -> presented.map(given -> MessageDigest.isEqual(bytes(right), bytes(given))))
                .orElse(false);
    }

    private Optional<String> expected() {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file.get()).strip()).filter(token -> !token.isEmpty());
        } catch (IOException e) {
            log.atError().setCause(e).addKeyValue("file", file.get()).log("the operator's token cannot be read");
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
