package dev.connectors.whatsapp.local.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Keys, certificates and tokens of one cluster, made once and kept in its folder.
 *
 * <p>One self-signed certificate serves etcd and the kubelet as server and the API server as their client: each accepts
 * nobody else. The API server makes its own serving certificate in the same folder.
 */
final class Credentials {
    /** The folder is readable by its owner only; the format wants some password. */
    static final String STORE_PASSWORD = "changeit";

    private static final String ALIAS = "node";
    private static final int KEYTOOL_SECONDS = 30;
    private static final int TOKEN_BYTES = 24;
    private static final int RSA_BITS = 2048;

    private final Path folder;
    private final Map<ClusterUser, String> tokens;

    private Credentials(Path folder, Map<ClusterUser, String> tokens) {
        this.folder = folder;
        this.tokens = Map.copyOf(tokens);
    }

    /** Makes what is not there yet. */
    static Credentials in(Path folder) {
        try {
            Folders.createPrivate(folder);
            makeServiceAccountKey(folder);
            makeNodeCertificate(folder);
            return new Credentials(folder, tokens(folder.resolve("tokens.csv")));
        } catch (IOException | GeneralSecurityException e) {
            throw new ClusterException("The keys of the cluster cannot be made in %s: %s".formatted(folder, e), e);
        }
    }

    /** Where the API server keeps its own. */
    Path folder() {
        return folder;
    }

    /** The API server's certificate with its issuer; there once the server has started. */
    Path apiServerCertificate() {
        return folder.resolve("apiserver.crt");
    }

    Path serviceAccountKey() {
        return folder.resolve("service-account.key");
    }

    Path serviceAccountPublicKey() {
        return folder.resolve("service-account.pub");
    }

    Path nodeCertificate() {
        return folder.resolve("node.crt");
    }

    Path nodeKey() {
        return folder.resolve("node.key");
    }

    /** Certificate and key of the node for Java. */
    Path nodeStore() {
        return folder.resolve("node.p12");
    }

    Path tokenFile() {
        return folder.resolve("tokens.csv");
    }

    String token(ClusterUser user) {
        var token = tokens.get(user);
        if (token == null) {
            throw new IllegalArgumentException("No token was made for " + user);
        }
        return token;
    }

    private static void makeServiceAccountKey(Path folder) throws IOException, GeneralSecurityException {
        var privateFile = folder.resolve("service-account.key");
        if (Files.exists(privateFile)) {
            return;
        }
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS);
        var keys = generator.generateKeyPair();
        Folders.writePrivate(
                folder.resolve("service-account.pub"),
                Pem.of("PUBLIC KEY", keys.getPublic().getEncoded()));
        Folders.writePrivate(
                privateFile, Pem.of("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    /** keytool, because the JDK has no public API that makes certificates. */
    private static void makeNodeCertificate(Path folder) throws IOException, GeneralSecurityException {
        var keyFile = folder.resolve("node.key");
        if (Files.exists(keyFile)) {
            return;
        }
        var store = folder.resolve("node.p12");
        Files.deleteIfExists(store);
        runKeytool(store);
        var keys = KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
        Folders.writePrivate(
                folder.resolve("node.crt"),
                Pem.of("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        Folders.writePrivate(
                keyFile,
                Pem.of(
                        "PRIVATE KEY",
                        keys.getKey(ALIAS, STORE_PASSWORD.toCharArray()).getEncoded()));
    }

    private static void runKeytool(Path store) throws IOException {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=local-node",
                        "-validity",
                        "3650",
                        "-ext",
                        "SAN=IP:127.0.0.1,DNS:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(store.resolveSibling("keytool.log").toFile())
                .start();
        try {
            if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroyForcibly();
                throw new IOException("keytool failed: " + Files.readString(store.resolveSibling("keytool.log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }

    /** One line for each user: token, user, user id, and the groups in quotation marks. */
    private static Map<ClusterUser, String> tokens(Path file) throws IOException {
        var users =
                List.of(ClusterUser.ADMIN, ClusterUser.CONTROLLER_MANAGER, ClusterUser.SCHEDULER, ClusterUser.NODES);
        var known = new LinkedHashMap<String, String>();
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file)) {
                var fields = line.split(",", -1);
                known.put(fields[1], fields[0]);
            }
        }
        var tokens = new LinkedHashMap<ClusterUser, String>();
        var lines = new ArrayList<String>();
        for (var user : users) {
            var token = known.computeIfAbsent(user.name(), name -> newToken());
            tokens.put(user, token);
            lines.add("%s,%s,%s%s"
                    .formatted(
                            token,
                            user.name(),
                            user.name(),
                            user.groups().isEmpty() ? "" : ",\"" + user.groups() + "\""));
        }
        Folders.writePrivate(file, lines.stream().collect(Collectors.joining("\n", "", "\n")));
        return tokens;
    }

    private static String newToken() {
        var bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
