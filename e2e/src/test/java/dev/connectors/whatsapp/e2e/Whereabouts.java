package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.local.whatsapp.PhoneState;
import dev.connectors.whatsapp.operator.api.AccountPhase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where some accounts are and how they are connected, from Kubernetes and WhatsApp themselves. */
record Whereabouts(Map<String, Whereabout> accounts) {
    /**
     * One account.
     *
     * @param shards whose lists have it
     * @param links when the devices were linked by which it is connected at WhatsApp: a new pairing is a new link
     */
    record Whereabout(List<String> shards, Optional<AccountPhase> phase, List<Instant> links) {}

    /**
     * As they are now.
     *
     * @param phones by name of the account
     */
    static Whereabouts of(Fleet fleet, Map<String, String> phones) {
        var accounts = new TreeMap<String, Whereabout>();
        phones.forEach((name, phone) -> accounts.put(
                name,
                new Whereabout(
                        shards(fleet, name),
                        fleet.status(name).flatMap(status -> Optional.ofNullable(status.phase())),
                        links(fleet, phone))));
        return new Whereabouts(accounts);
    }

    /** The one shard that has an account. */
    String shardOf(String name) {
        return Optional.ofNullable(accounts.get(name)).orElseThrow().shards().getFirst();
    }

    private static List<String> shards(Fleet fleet, String name) {
        return fleet.client().configMaps().inNamespace(fleet.namespace()).list().getItems().stream()
                .filter(list -> AccountLists.accounts(list).contains(name))
                .map((HasMetadata list) -> list.getMetadata().getName())
                .sorted()
                .toList();
    }

    private static List<Instant> links(Fleet fleet, String phone) {
        return fleet.phone(phone).state().devices().stream()
                .filter(PhoneState.Device::connected)
                .map(PhoneState.Device::linkedAt)
                .toList();
    }
}
