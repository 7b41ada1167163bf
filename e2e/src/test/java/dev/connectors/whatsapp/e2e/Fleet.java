package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.cluster.Kubectl;
import dev.connectors.whatsapp.local.cluster.LocalCluster;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.fleet.HelmChart;
import dev.connectors.whatsapp.local.fleet.Installation;
import dev.connectors.whatsapp.local.fleet.OutsideWorld;
import dev.connectors.whatsapp.local.http.HttpFailure;
import dev.connectors.whatsapp.local.standalone.ConnectorApi;
import dev.connectors.whatsapp.local.whatsapp.Phone;
import dev.connectors.whatsapp.local.whatsapp.QrCode;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.operator.api.AccountPhase;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountStatus;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.awaitility.Awaitility.await;

/** The chart installed in a namespace of its own, and what its user does there. */
final class Fleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    /** However slow the machine is, that is long enough for anything that a test waits for, a new pod among it. */
    static final Duration SOON = Duration.ofMinutes(2);

    /** From a change of an account until its connector has it. */
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final OutsideWorld outside;
    private final Installation installation;
    private final AccountLists lists;
    private final SharedIndexInformer<ConfigMap> watch;

    private Fleet(
            OutsideWorld outside, Installation installation, AccountLists lists, SharedIndexInformer<ConfigMap> watch) {
        this.outside = outside;
        this.installation = installation;
        this.lists = lists;
        this.watch = watch;
    }

    static Fleet install(
            LocalCluster cluster, FirestoreEmulator firestore, WhatsAppLoopback whatsapp, Map<String, ?> pool) {
        var projectId = FirestoreEmulator.newProjectId();
        var outside = new OutsideWorld(projectId, firestore, TokenIssuer.start(projectId), whatsapp);
        var namespace = "fleet-" + UUID.randomUUID().toString().substring(0, 8);
        var lists = new AccountLists();
        var watch = cluster.client().configMaps().inNamespace(namespace).inform(lists);
        var installation =
                Installation.install(cluster, HelmChart.of(Repository.find()), namespace, outside.values(pool));
        installation.awaitOperator(SOON);
        return new Fleet(outside, installation, lists, watch);
    }

    /**
     * {@code kubectl apply} of an account as a user writes it.
     *
     * @param spec further lines of its spec
     */
    void apply(String name, String phone, String... spec) {
        kubectl().apply(namespace(), account(name, phone, List.of(spec)));
    }

    /** {@code kubectl apply} of one file with many accounts. */
    void applyAll(List<String> names, long firstPhone) {
        var accounts = Stream.iterate(0, i -> i < names.size(), i -> i + 1)
                .map(i -> account(names.get(i), Long.toString(firstPhone + i), List.of()))
                .collect(Collectors.joining("---\n"));
        kubectl().apply(namespace(), accounts);
    }

    private static String account(String name, String phone, List<String> spec) {
        return """
                apiVersion: whatsapp.connectors.dev/v1alpha1
                kind: WhatsAppAccount
                metadata: {name: %s}
                spec:
                  phoneNumber: "+%s"
                """.formatted(name, phone)
                + spec.stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
    }

    /** {@code kubectl delete waa NAME}, which ends when the resources are gone. */
    void delete(String... names) {
        kubectl(Stream.concat(Stream.of("delete", "waa"), Arrays.stream(names)).toArray(String[]::new));
    }

    /**
     * {@code POST /api/accounts} as a super-admin, at whichever connector of the default pool answers. Returns the account's id.
     *
     * @throws HttpFailure when it is refused
     */
    String setUpByHttp(String name, String phone) {
        var ready = await("a connector that is ready")
                .atMost(SOON)
                .until(() -> installation.api("default"), Optional::isPresent);
        try (var api = new ConnectorApi(ready.orElseThrow())) {
            return api.createAccount(outside.tokens().superAdmin("admin"), name, phone);
        }
    }

    /** The owner of the phone scans the code that the connector shows, and the next one if it has just run out. */
    void pair(String name, String phone) {
        await("the pairing of " + name)
                .atMost(SOON)
                .ignoreException(HttpFailure.class)
                .until(() -> qrCode(name).map(code -> phone(phone).scan(QrCode.read(code))), Optional::isPresent);
    }

    /** An account on its way from nothing to connected. */
    void connect(String name, String phone, String... spec) {
        apply(name, phone, spec);
        pair(name, phone);
        awaitPhase(name, AccountPhase.CONNECTED);
    }

    Optional<String> qrCode(String name) {
        return outside.firestore()
                .documents(outside.projectId())
                .get("whatsapp_accounts/" + name + "/private/state")
                .flatMap(document -> document.text("qrCodeDataUrl"));
    }

    /** Waits no longer than the operator promises that things take, and tells how long it was. */
    static void awaitAtOnce(String what, Callable<Boolean> condition) {
        var start = System.nanoTime();
        await(what).atMost(AT_ONCE).pollInterval(LOOK_EVERY).until(condition);
        LOG.info(
                "{} after {} ms",
                what,
                Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    WhatsAppAccountStatus awaitPhase(String name, AccountPhase phase) {
        return await(name + " is " + phase)
                .atMost(SOON)
                .pollInterval(LOOK_EVERY)
                .until(
                        () -> status(name),
                        status -> status.filter(it -> it.phase() == phase).isPresent())
                .orElseThrow();
    }

    Optional<WhatsAppAccountStatus> status(String name) {
        return Optional.ofNullable(client().resources(WhatsAppAccount.class)
                        .inNamespace(namespace())
                        .withName(name)
                        .get())
                .flatMap(account -> Optional.ofNullable(account.getStatus()));
    }

    /** The accounts in a phase. */
    List<String> in(AccountPhase phase) {
        return client().resources(WhatsAppAccount.class).inNamespace(namespace()).list().getItems().stream()
                .filter(account ->
                        account.getStatus() != null && account.getStatus().phase() == phase)
                .map(account -> account.getMetadata().getName())
                .toList();
    }

    /** A shard of the default pool, when its connector answers. */
    Shard awaitShard(int ordinal) {
        var shard = shard(ordinal);
        await("an answer of " + shard.name()).atMost(SOON).ignoreExceptions().until(shard::answers);
        return shard;
    }

    Shard shard(int ordinal) {
        return new Shard(installation, "whatsapp-default-" + ordinal);
    }

    AccountLists lists() {
        return lists;
    }

    /** What the operator wrote so far. */
    List<AuditLog.Write> operatorWrites() {
        var file = installation.cluster().options().auditLog().orElseThrow();
        return new AuditLog(file).by(namespace(), Installation.RELEASE);
    }

    Phone phone(String number) {
        return outside.whatsapp().phone(number);
    }

    /** kubectl in the namespace, with all rights. */
    String kubectl(String... arguments) {
        return kubectl()
                .run(Stream.concat(Stream.of("--namespace", namespace()), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    private Kubectl kubectl() {
        return installation.cluster().kubectl();
    }

    KubernetesClient client() {
        return installation.cluster().client();
    }

    Installation installation() {
        return installation;
    }

    String namespace() {
        return installation.namespace();
    }

    @Override
    public void close() {
        watch.close();
        outside.tokens().close();
        client().namespaces().withName(namespace()).delete();
    }
}
