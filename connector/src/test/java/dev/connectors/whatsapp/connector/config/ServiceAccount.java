package dev.connectors.whatsapp.connector.config;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A service account as Google hands it out, with a key made for this run. */
final class ServiceAccount {
    static final String EMAIL = "connector@my-company-prod.iam.gserviceaccount.com";
    static final KeyPair KEYS = generate();
    static final String PEM = "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(KEYS.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    /** A line of the key that nobody but its owner may see. */
    static final String SECRET = PEM.lines().skip(3).findFirst().orElseThrow();

    static final String JSON = """
            {
              "type": "service_account",
              "project_id": "json-project",
              "private_key_id": "0123456789abcdef",
              "private_key": "%s",
              "client_email": "%s",
              "client_id": "123456789",
              "token_uri": "https://oauth2.googleapis.com/token"
            }
            """.formatted(PEM.replace("\n", "\\n"), EMAIL);

    private ServiceAccount() {}

    private static KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }
}
