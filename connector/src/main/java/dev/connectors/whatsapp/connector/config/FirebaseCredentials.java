package dev.connectors.whatsapp.connector.config;

import com.google.auth.Credentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a service account in each of the spellings in which platforms hand it out: a whole JSON file in one variable, or
 * project, e-mail and private key in three, the key as PEM (with real or written-out line breaks), as base64 of the PEM,
 * or as JSON.
 */
final class FirebaseCredentials {
    static final String SERVICE_ACCOUNT_JSON = "FIREBASE_SERVICE_ACCOUNT_JSON";
    static final String PROJECT_ID = "FIREBASE_PROJECT_ID";
    static final String CLIENT_EMAIL = "FIREBASE_CLIENT_EMAIL";
    static final String PRIVATE_KEY = "FIREBASE_PRIVATE_KEY";

    /** What nobody but the Firestore client may see. */
    static final Set<String> SECRETS = Set.of(SERVICE_ACCOUNT_JSON, PRIVATE_KEY);

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]+");
    private static final JsonMapper JSON = JsonMapper.shared();

    private FirebaseCredentials() {}

    /** The project named by the service account's JSON, if there is one. */
    static Optional<String> projectId(Environment env) {
        return env.get(SERVICE_ACCOUNT_JSON)
                .flatMap(FirebaseCredentials::parse)
                .map(json -> json.path("project_id").asString(""))
                .filter(id -> !id.isEmpty());
    }

    /** Empty when none are configured, which means the platform's own identity, or when they are wrong. */
    static Optional<Credentials> read(Environment env) {
        if (env.get(SERVICE_ACCOUNT_JSON).isPresent()) {
            return fromJson(env);
        }
        if (env.get(CLIENT_EMAIL).isPresent() || env.get(PRIVATE_KEY).isPresent()) {
            return fromParts(env);
        }
        return Optional.empty();
    }

    private static Optional<Credentials> fromJson(Environment env) {
        var text = env.get(SERVICE_ACCOUNT_JSON).orElseThrow();
        try (var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            return Optional.of(ServiceAccountCredentials.fromStream(bytes));
        } catch (IOException | RuntimeException e) {
            env.secretProblem(
                    SERVICE_ACCOUNT_JSON, "set it to the JSON of a service account key, as downloaded from Firebase");
            return Optional.empty();
        }
    }

    private static Optional<Credentials> fromParts(Environment env) {
        var email = env.get(CLIENT_EMAIL);
        var key = env.get(PRIVATE_KEY);
        if (email.isEmpty()) {
            env.problem(CLIENT_EMAIL, "set it to the service account's e-mail, which " + PRIVATE_KEY + " belongs to");
        }
        if (key.isEmpty()) {
            env.secretProblem(PRIVATE_KEY, "set it to the private key of the service account in " + CLIENT_EMAIL);
        }
        if (email.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ServiceAccountCredentials.newBuilder()
                    .setClientEmail(email.get())
                    .setPrivateKeyString(pem(key.get()))
                    .build());
        } catch (IOException | RuntimeException e) {
            env.secretProblem(
                    PRIVATE_KEY,
                    "set it to the key's PEM (-----BEGIN PRIVATE KEY-----…), the base64 of that, or its JSON");
            return Optional.empty();
        }
    }

    private static String pem(String key) {
        if (key.startsWith("{") || key.startsWith("\"")) {
            return parse(key)
                    .map(json -> json.isString()
                            ? json.asString()
                            : json.path("private_key").asString(""))
                    .orElse("");
        }
        if (key.startsWith("-----")) {
            return key.replace("\\n", "\n");
        }
        return BASE64.matcher(key).matches()
                ? new String(Base64.getMimeDecoder().decode(key), StandardCharsets.UTF_8)
                : "";
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
