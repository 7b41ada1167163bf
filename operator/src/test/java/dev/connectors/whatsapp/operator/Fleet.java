package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.account.AccountReconciler;
import dev.connectors.whatsapp.operator.api.AccountPhase;
import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.AccountEntry;
import dev.connectors.whatsapp.operator.assignment.AccountListJson;
import dev.connectors.whatsapp.operator.fakeapi.FakeApiServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** A pool with accounts, what a user does to them, and how all of it has to be in the end. */
final class Fleet {
    static final String NAMESPACE = "whatsapp";

    private static final String POOL = "default";
    private static final int ACCOUNTS_A_SHARD = 2;
    private static final int SLOW = 7;

    private final FakeApiServer api;
    private final Set<String> names = new TreeSet<>();
    private final Set<String> slow = new HashSet<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    Fleet(FakeApiServer api) {
        this.api = api;
        api.onWrite(written -> lists().forEach((account, shards) -> {
            if (shards.size() > 1) {
                violations.add(account + " is in " + shards);
            }
        }));
    }

    void pool() {
        api.create(Serialization.unmarshal("""
                apiVersion: whatsapp.connectors.dev/v1alpha1
                kind: ConnectorPool
                metadata: {name: %s}
                spec: {maxAccountsPerShard: %d, firebase: {projectId: demo, emulatorHost: "firestore:8080"}}
                """.formatted(POOL, ACCOUNTS_A_SHARD), ConnectorPool.class));
    }

    void account(String name) {
        names.add(name);
        api.create(Serialization.unmarshal(
                """
                apiVersion: whatsapp.connectors.dev/v1alpha1
                kind: WhatsAppAccount
                metadata: {name: %s}
                spec: {phoneNumber: "+4071234%04d"}
                """.formatted(name, Math.floorMod(name.hashCode(), 10_000)), WhatsAppAccount.class));
    }

    void slowDown(String name) {
        slow.add(name);
        api.edit(find(name), account -> {
            account.withObject("spec").withObject("rateLimit").put("messagesPerMinute", SLOW);
            return account;
        });
    }

    void remove(String name) {
        names.remove(name);
        api.delete(find(name));
    }

    /** Moments at which an account was in more lists than one. */
    List<String> violations() {
        return violations;
    }

    /** Every account is in one list, has a status that says so, and all that a shard needs is there. */
    void isInStep() {
        var lists = lists();
        assertThat(lists.keySet()).describedAs(this::describe).isEqualTo(names);
        assertThat(lists.values()).allSatisfy(shards -> assertThat(shards).hasSize(1));
        assertThat(slowAccounts()).isEqualTo(slow);
        assertThat(accounts().keySet()).isEqualTo(names);
        assertThat(accounts()).allSatisfy((name, account) -> {
            assertThat(account.getMetadata().getFinalizers()).containsExactly(AccountReconciler.FINALIZER);
            var status = account.getStatus();
            assertThat(status).isNotNull();
            assertThat(status.phase()).isEqualTo(AccountPhase.SCHEDULED);
            assertThat(List.of(String.valueOf(status.shard()))).isEqualTo(lists.get(name));
            assertThat(status.observedGeneration())
                    .isEqualTo(account.getMetadata().getGeneration());
        });
        var shards = lists.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        assertThat(namesOf(ConfigMap.class)).isEqualTo(shards);
        assertThat(namesOf(StatefulSet.class)).isEqualTo(shards);
        assertThat(namesOf(PersistentVolumeClaim.class)).isEqualTo(shards);
        assertThat(namesOf(Service.class)).hasSize(1);
        assertThat(namesOf(Secret.class)).hasSize(1);
        var pool = api.list(ConnectorPool.class).getFirst().getStatus();
        assertThat(pool).isNotNull();
        assertThat(pool.accounts()).isEqualTo(names.size());
        assertThat(pool.shards()).hasSameSizeAs(shards);
    }

    private String describe() {
        return lists() + ", "
                + accounts().values().stream().map(WhatsAppAccount::getStatus).toList();
    }

    private WhatsAppAccount find(String name) {
        return Optional.ofNullable(accounts().get(name)).orElseThrow();
    }

    private Map<String, WhatsAppAccount> accounts() {
        return api.list(WhatsAppAccount.class).stream()
                .collect(Collectors.toMap(
                        account -> account.getMetadata().getName(), account -> account, (a, b) -> a, TreeMap::new));
    }

    /** The names of the lists in which each account is. */
    private Map<String, List<String>> lists() {
        var lists = new TreeMap<String, List<String>>();
        api.list(ConfigMap.class)
                .forEach(list -> entries(list)
                        .forEach(entry -> lists.computeIfAbsent(
                                        entry.accountId().value(), id -> new CopyOnWriteArrayList<>())
                                .add(list.getMetadata().getName())));
        return lists;
    }

    private Set<String> slowAccounts() {
        return api.list(ConfigMap.class).stream()
                .flatMap(list -> entries(list).stream())
                .filter(entry -> entry.messagesPerMinute() == SLOW)
                .map(entry -> entry.accountId().value())
                .collect(Collectors.toSet());
    }

    private static List<AccountEntry> entries(ConfigMap list) {
        var data = Optional.ofNullable(list.getData()).orElse(Map.of());
        return AccountListJson.read(data.get(AccountListJson.KEY)).list().accounts();
    }

    private Set<String> namesOf(Class<? extends HasMetadata> kind) {
        return api.list(kind).stream()
                .map(object -> object.getMetadata().getName())
                .collect(Collectors.toSet());
    }
}
