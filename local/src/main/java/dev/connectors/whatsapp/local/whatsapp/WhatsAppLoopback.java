package dev.connectors.whatsapp.local.whatsapp;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.http.Bearer;
import dev.connectors.whatsapp.local.http.JsonHttp;
import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A running loopback WhatsApp. Nobody is registered in it: every number is somebody's. */
public final class WhatsAppLoopback implements AutoCloseable {
    private static final String MAIN = "local/whatsapp/dist/src/main.js";
    private static final String PRELOAD = "local/whatsapp/dist/src/preload.js";
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);

    private final Repository repository;
    private final ChildProcess process;
    private final Addresses addresses;
    private final JsonHttp admin;

    private WhatsAppLoopback(Repository repository, ChildProcess process, Addresses addresses) {
        this.repository = repository;
        this.process = process;
        this.addresses = addresses;
        this.admin = new JsonHttp(addresses.adminUrl());
    }

    /**
     * Starts the server on free ports of 127.0.0.1.
     *
     * @param log where its output goes
     * @throws IllegalStateException when its Node package is not built
     * @throws dev.connectors.whatsapp.local.process.ChildProcessException when it does not start
     */
    public static WhatsAppLoopback start(Repository repository, Path log) {
        return start(repository, log, Map.of());
    }

    /**
     * As {@link #start(Repository, Path)}.
     *
     * @param environment variables that are added to this JVM's own
     */
    public static WhatsAppLoopback start(Repository repository, Path log, Map<String, String> environment) {
        var main = repository.resolve(MAIN);
        if (!Files.isRegularFile(main)) {
            throw new IllegalStateException(
                    "%s is missing: build it with mvn -pl local process-resources".formatted(main));
        }
        var command =
                new ChildCommand("WhatsApp loopback", List.of("node", main.toString(), "--exit-with-parent"), log);
        var process = ChildProcess.start(command.withEnvironment(environment));
        return new WhatsAppLoopback(
                repository, process, process.awaitLine(WhatsAppLoopback::readAddresses, START_DEADLINE));
    }

    /** What a Node process needs in its environment so that the Baileys in it talks to this server. */
    public Map<String, String> environment() {
        var preload = "--import=" + repository.resolve(PRELOAD).toUri();
        var options = System.getenv().getOrDefault("NODE_OPTIONS", "");
        return Map.of(
                "WHATSAPP_LOOPBACK_URL",
                addresses.whatsappUrl().toString(),
                "NODE_OPTIONS",
                options.isBlank() ? preload : options + " " + preload);
    }

    public ChildProcess process() {
        return process;
    }

    /** Where the admin API listens, for people with curl. */
    public URI adminUrl() {
        return addresses.adminUrl();
    }

    /** The phone of an account; digits only. */
    public Phone phone(String number) {
        return new Phone(admin, number);
    }

    /** A contact; digits only. */
    public Contact contact(String number) {
        return new Contact(admin, number);
    }

    /** Founds a group of its creator and these others; digits only. */
    public Group foundGroup(String subject, String creator, List<String> others) {
        var founded = admin.post(
                "/groups",
                Bearer.NONE,
                Map.of("subject", subject, "creator", creator, "participants", others),
                JsonNode.class);
        return new Group(admin, founded.path("jid").asString());
    }

    /** Changes how the server treats all accounts, those excepted that have a behaviour of their own. */
    public void behave(Behaviour behaviour) {
        admin.put("/behaviour", Bearer.NONE, behaviour.toJson());
    }

    /** Changes how the server treats one account. */
    public void behave(String account, Behaviour behaviour) {
        admin.put("/behaviour?account=" + account, Bearer.NONE, behaviour.toJson());
    }

    /** Back to good health, towards everybody. */
    public void resetBehaviour() {
        admin.delete("/behaviour", Bearer.NONE);
    }

    /** Back to what holds for everybody, towards one account. */
    public void resetBehaviour(String account) {
        admin.delete("/behaviour?account=" + account, Bearer.NONE);
    }

    /**
     * Hands a contact's message out once more.
     *
     * @param reencrypt false: the same stanza again; true: the same message in a new stanza
     */
    public void redeliver(String account, String messageId, boolean reencrypt) {
        admin.post(
                "/stanzas/%s/redeliver?account=%s".formatted(JsonHttp.encode(messageId), account),
                Bearer.NONE,
                Map.of("reencrypt", reencrypt));
    }

    public Counters counters() {
        var json = admin.get("/counters", Bearer.NONE, JsonNode.class);
        var total = JsonHttp.json().treeToValue(json, Counters.Tally.class);
        var byAccount = new LinkedHashMap<String, Counters.Tally>();
        json.path("byAccount")
                .forEachEntry((account, tally) ->
                        byAccount.put(account, JsonHttp.json().treeToValue(tally, Counters.Tally.class)));
        return new Counters(total, byAccount);
    }

    public void clearCounters() {
        admin.delete("/counters", Bearer.NONE);
    }

    @Override
    public void close() {
        admin.close();
        process.close();
    }

    private static Optional<Addresses> readAddresses(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            var json = JsonHttp.json().readTree(line);
            return json.has("whatsappUrl") && json.has("adminUrl")
                    ? Optional.of(new Addresses(
                            URI.create(json.get("whatsappUrl").asString()),
                            URI.create(json.get("adminUrl").asString())))
                    : Optional.empty();
        } catch (JacksonException notThisLine) {
            return Optional.empty();
        }
    }

    private record Addresses(URI whatsappUrl, URI adminUrl) {}
}
