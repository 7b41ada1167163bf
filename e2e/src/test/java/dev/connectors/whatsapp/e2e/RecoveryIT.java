package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.local.fleet.Installation;
import dev.connectors.whatsapp.operator.api.AccountPhase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.awaitility.Awaitility.await;

/**
 * Whatever is killed or damaged, an account returns to the volume that has its session, and is in two lists at no time (which
 * is looked at after each test).
 */
@Tag("P2")
@Tag("P3")
class RecoveryIT {
    private static final Map<String, String> PHONES = Map.of("north", "40718000000", "south", "40718000001");
    private static final Duration SETTLED = Duration.ofSeconds(3);
    private static final int KILLS = 6;
    private static final int LONGEST_LIFE_MS = 1_500;

    /** Each of the two paired accounts has a shard for itself, until others come. */
    @RegisterExtension
    static final FleetExtension TWO_SHARDS = new FleetExtension(Map.of("shards", Map.of("min", 2)));

    @BeforeAll
    static void twoAccountsAreConnected(Fleet fleet) {
        PHONES.keySet().forEach(name -> fleet.apply(name, phoneOf(name)));
        PHONES.keySet().forEach(name -> fleet.pair(name, phoneOf(name)));
        PHONES.keySet().forEach(name -> fleet.awaitPhase(name, AccountPhase.CONNECTED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"accounts\": [], \"tombstones\": []}", "{\"accounts\": [", ""})
    void aDamagedListIsWrittenAgainAndNoSessionIsLost(String damage, Fleet fleet) {
        var before = Whereabouts.of(fleet, PHONES);

        fleet.client()
                .configMaps()
                .inNamespace(fleet.namespace())
                .withName(before.shardOf("south"))
                .edit(list ->
                        list.edit().withData(Map.of("accounts.json", damage)).build());

        awaitReturn(fleet, before);
    }

    @Test
    void aDeletedListIsWrittenAgainAndNoSessionIsLost(Fleet fleet) {
        var before = Whereabouts.of(fleet, PHONES);

        fleet.kubectl("delete", "configmap", before.shardOf("south"));

        awaitReturn(fleet, before);
    }

    @Test
    void listsThatAreGoneWhileNoOperatorRunsReturnToTheirVolumes(Fleet fleet) {
        var before = Whereabouts.of(fleet, PHONES);
        fleet.kubectl("scale", "deployment", Installation.RELEASE, "--replicas=0");
        await("no operator")
                .atMost(Fleet.SOON)
                .until(() -> fleet.installation().operator().isEmpty());

        fleet.kubectl("delete", "configmap", "--selector", "whatsapp.connectors.dev/pool");
        misleadStatus(fleet, "north", before.shardOf("south"));
        misleadStatus(fleet, "south", before.shardOf("north"));
        fleet.kubectl("scale", "deployment", Installation.RELEASE, "--replicas=1");

        awaitReturn(fleet, before);
    }

    @Test
    void aDeletedWorkloadComesBackWithItsSessions(Fleet fleet) {
        var before = Whereabouts.of(fleet, PHONES);
        var pod = fleet.shard(0).life();

        fleet.kubectl("delete", "statefulset", "whatsapp-default-0");

        await("another pod")
                .atMost(Fleet.SOON)
                .ignoreExceptions()
                .until(() -> !fleet.shard(0).life().equals(pod));
        awaitReturn(fleet, before);
    }

    @Test
    void anOperatorThatIsKilledAtAnyMomentLosesAndDoublesNobody(Fleet fleet) {
        var before = Whereabouts.of(fleet, PHONES);
        var random = new Random(7);
        var alive = new ArrayList<String>();
        for (var round = 0; round < KILLS; round++) {
            var life = awaitLeader(fleet);
            var killed = CompletableFuture.runAsync(
                    life::destroyForcibly,
                    CompletableFuture.delayedExecutor(random.nextInt(LONGEST_LIFE_MS), TimeUnit.MILLISECONDS));
            var born = names("born-in-" + round);
            fleet.applyAll(born, 40718001000L + 100L * round);
            alive.addAll(born);
            var leaving = alive.remove(random.nextInt(alive.size()));
            fleet.kubectl("delete", "waa", leaving, "--wait=false");
            killed.join();
            await("the end of the process").atMost(Fleet.SOON).until(() -> !life.isAlive());
        }

        var everybody = new TreeSet<>(alive);
        everybody.addAll(PHONES.keySet());
        await("everybody is in a list, and nobody else")
                .atMost(Fleet.SOON)
                .until(() -> listed(fleet), everybody::equals);
        awaitReturn(fleet, before);
    }

    private static List<String> names(String prefix) {
        return Stream.of("a", "b", "c", "d", "e")
                .map(suffix -> prefix + "-" + suffix)
                .toList();
    }

    private static void misleadStatus(Fleet fleet, String name, String shard) {
        fleet.kubectl("patch", "waa", name, "--subresource=status", "--type=merge", "--patch", """
                {"status": {"shard": "%s"}}""".formatted(shard));
    }

    /** The operator's process, when it has got so far that it begins to work. */
    private static ProcessHandle awaitLeader(Fleet fleet) {
        return await("an operator that leads")
                .atMost(Fleet.SOON)
                .ignoreExceptions()
                .until(
                        () -> Installation.process(
                                fleet.installation().operator().orElseThrow(), "operator"),
                        process -> process.isAlive() && leads(fleet, process));
    }

    private static boolean leads(Fleet fleet, ProcessHandle process) {
        var start = process.info().startInstant().orElseThrow();
        return fleet.operatorWrites().stream()
                .anyMatch(
                        write -> write.resource().equals("leases") && write.at().isAfter(start));
    }

    private static Set<String> listed(Fleet fleet) {
        var all = new TreeSet<String>();
        fleet.lists().now().values().forEach(all::addAll);
        return all;
    }

    /** For a while: what was damaged may reach the connector later than what was mended. */
    private static void awaitReturn(Fleet fleet, Whereabouts before) {
        await("the accounts are where they were, connected by the same links")
                .atMost(Fleet.SOON)
                .during(SETTLED)
                .until(() -> Whereabouts.of(fleet, PHONES), before::equals);
    }

    private static String phoneOf(String name) {
        return Optional.ofNullable(PHONES.get(name)).orElseThrow();
    }
}
