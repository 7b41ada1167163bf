package dev.connectors.whatsapp.operator.manifests;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.Container;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.AccountList;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.planner.AccountRequest;
import dev.connectors.whatsapp.operator.planner.Placement;
import dev.connectors.whatsapp.operator.planner.Plan;
import dev.connectors.whatsapp.operator.planner.Planner;
import dev.connectors.whatsapp.operator.planner.PoolLimits;
import dev.connectors.whatsapp.operator.planner.ShardState;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A pool and its accounts in {@code in-*.yaml} give the objects in {@code out-*.yaml}. */
@Tag("P1")
@Tag("P3")
class GoldenTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "manifests");

    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final Images RELEASED =
            new Images("ghcr.io/whatsapp-connectors/connector:0.1.0", "ghcr.io/whatsapp-connectors/bridge:0.1.0");

    static Stream<Path> inputs() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().startsWith("in-")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void aPoolGivesItsObjects(Path input) throws IOException {
        var output = FOLDER.resolve(input.getFileName().toString().replace("in-", "out-"));

        var yaml = objects(input).stream().map(Serialization::asYaml).collect(Collectors.joining());

        if (UPDATE) {
            Files.writeString(output, yaml);
        }
        assertThat(output)
                .describedAs("write it anew with -Dgolden.update=true")
                .exists()
                .hasContent(yaml);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void theSameInputGivesTheSameBytes(Path input) throws IOException {
        assertThat(Serialization.asYaml(objects(input))).isEqualTo(Serialization.asYaml(objects(input)));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void aPoolCannotSetWhatTheOperatorSets(Path input) throws IOException {
        var given = read(input).pool().getSpec();
        var own = new ArrayList<>(given.connector().env());
        own.addAll(given.bridge().env());

        var set = workloads(input)
                .flatMap(workload -> Stream.concat(
                        workload.getSpec().getTemplate().getSpec().getContainers().stream(),
                        workload.getSpec().getTemplate().getSpec().getInitContainers().stream()))
                .flatMap(container -> container.getEnv().stream())
                .filter(variable -> !own.contains(variable))
                .map(EnvVar::getName);

        assertThat(set).isSubsetOf(Container.RESERVED_ENV);
    }

    @Test
    void everyReservedNameIsSetSomewhere() throws IOException {
        var set = inputs().flatMap(GoldenTest::workloads)
                .flatMap(workload -> workload.getSpec().getTemplate().getSpec().getContainers().stream())
                .flatMap(container -> container.getEnv().stream())
                .map(EnvVar::getName)
                .collect(Collectors.toSet());

        assertThat(set).containsAll(Container.RESERVED_ENV);
    }

    @Test
    void anAccountMoreChangesNoPodTemplate() throws IOException {
        var world = read(FOLDER.resolve("in-minimal.yaml"));
        var shard = new ShardManifests(world.pool(), new ShardId("default", 0), RELEASED);
        var one = new AccountList(List.of(AccountEntries.of(world.accounts().getFirst())), List.of());

        assertThat(shard.accounts(one)).isNotEqualTo(shard.accounts(AccountList.EMPTY));
        assertThat(Serialization.asYaml(shard.workload("token"))).doesNotContain("sales-ro");
    }

    private record World(ConnectorPool pool, List<WhatsAppAccount> accounts) {}

    private static World read(Path input) throws IOException {
        var accounts = new ArrayList<WhatsAppAccount>();
        var pool = Optional.<ConnectorPool>empty();
        for (var document : Files.readString(input).split("\n---\n", -1)) {
            if (document.contains("kind: ConnectorPool")) {
                pool = Optional.of(Serialization.unmarshal(document, ConnectorPool.class));
            } else {
                accounts.add(Serialization.unmarshal(document, WhatsAppAccount.class));
            }
        }
        return new World(pool.orElseThrow(), accounts);
    }

    private static Stream<StatefulSet> workloads(Path input) {
        try {
            return objects(input).stream().filter(StatefulSet.class::isInstance).map(StatefulSet.class::cast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<HasMetadata> objects(Path input) throws IOException {
        var world = read(input);
        var pool = world.pool();
        var name = pool.getMetadata().getName();
        var first = new ShardState(new ShardId(name, 0), AccountList.EMPTY, Optional.empty(), Set.of());
        var plan = Planner.plan(
                List.of(PoolLimits.of(pool)),
                world.accounts().stream().map(AccountRequest::of).toList(),
                world.accounts().isEmpty() ? List.of() : List.of(first));
        var objects = new ArrayList<HasMetadata>();
        var shared = new PoolManifests(pool);
        objects.add(shared.service());
        shared.disruptionBudget().ifPresent(objects::add);
        shared.networkPolicy().ifPresent(objects::add);
        objects.add(Secrets.token(pool, "a-token"));
        plan.shards().forEach((id, planned) -> {
            var shard = new ShardManifests(pool, id, RELEASED);
            var entries = world.accounts().stream()
                    .filter(account -> isOn(plan, account, id))
                    .map(AccountEntries::of)
                    .toList();
            objects.add(shard.accounts(new AccountList(entries, planned.tombstones())));
            objects.add(shard.volume());
            objects.add(shard.workload(Secrets.tokenName(name)));
            planned.accounts().stream()
                    .filter(account -> account.value().equals("account_prod_abc123"))
                    .forEach(account -> objects.add(
                            Secrets.proxies(pool, id, Map.of(account, new Secrets.Credentials("user", "password")))));
        });
        return objects;
    }

    private static boolean isOn(Plan plan, WhatsAppAccount account, ShardId shard) {
        return new Placement.Assigned(shard)
                .equals(plan.placements().get(account.getMetadata().getUid()));
    }
}
