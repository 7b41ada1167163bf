package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.operator.api.AccountPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** When nothing happens, the operator writes nothing. */
class SteadyStateIT {
    private static final Logger LOG = LoggerFactory.getLogger(SteadyStateIT.class);
    private static final int ACCOUNTS = 50;
    private static final long FIRST_PHONE = 40714000000L;

    private static final int OWNERS_AT_A_TIME = 5;

    /** How long nothing happens; {@code -Dsteady.state=PT10M} for a thorough look. */
    private static final Duration WINDOW = Duration.parse(System.getProperty("steady.state", "PT45S"));

    /** Every status has been written, and what was written has come back through the caches. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    @RegisterExtension
    static final FleetExtension TWO_SHARDS = new FleetExtension(Map.of("shards", Map.of("min", 2)));

    @Test
    @Tag("P5")
    void fiftyConnectedAccountsCauseNoWrites(Fleet fleet) throws Exception {
        var names =
                IntStream.range(0, ACCOUNTS).mapToObj("account-%02d"::formatted).toList();
        fleet.applyAll(names, FIRST_PHONE);
        pairAll(fleet, names);
        await("all are connected")
                .atMost(Fleet.SOON)
                .until(() -> fleet.in(AccountPhase.CONNECTED).size() == ACCOUNTS);
        assertThat(fleet.lists().now().values())
                .allSatisfy(list -> assertThat(list).hasSize(ACCOUNTS / 2));
        await("the operator has nothing left to write")
                .atMost(Fleet.SOON)
                .until(() -> writesSince(fleet, Instant.now().minus(QUIET)).isEmpty());

        var begin = Instant.now();
        await("no writes")
                .during(WINDOW)
                .atMost(WINDOW.plus(QUIET))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(writesSince(fleet, begin)).isEmpty());

        LOG.info("in {} the operator wrote {}", WINDOW, byObject(fleet, begin));
        assertThat(byObject(fleet, begin)).containsOnlyKeys("leases/whatsapp-operator");
        assertThat(fleet.in(AccountPhase.CONNECTED)).hasSize(ACCOUNTS);
    }

    private static void pairAll(Fleet fleet, List<String> names) throws InterruptedException, ExecutionException {
        var pairings = IntStream.range(0, names.size())
                .mapToObj(i -> Executors.callable(() -> fleet.pair(names.get(i), Long.toString(FIRST_PHONE + i))))
                .toList();
        try (var owners = Executors.newFixedThreadPool(OWNERS_AT_A_TIME)) {
            for (var pairing : owners.invokeAll(pairings)) {
                pairing.get();
            }
        }
    }

    private static List<AuditLog.Write> writesSince(Fleet fleet, Instant since) {
        return fleet.operatorWrites().stream()
                .filter(write -> write.at().isAfter(since))
                .filter(write -> !write.resource().equals("leases"))
                .toList();
    }

    /** The renewals of its lease among them: that they are there shows that the log is written. */
    private static Map<String, Long> byObject(Fleet fleet, Instant since) {
        return fleet.operatorWrites().stream()
                .filter(write -> write.at().isAfter(since))
                .collect(groupingBy(AuditLog.Write::object, counting()));
    }
}
