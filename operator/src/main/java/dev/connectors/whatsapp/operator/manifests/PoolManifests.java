package dev.connectors.whatsapp.operator.manifests;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The objects that all shards of a pool share. */
public final class PoolManifests {
    private static final int DNS = 53;
    private static final int HTTPS = 443;
    /** The API server's own, behind the 443 of its Service; a policy sees a packet after its address was translated. */
    private static final int API_SERVER = 6443;
    /** WhatsApp's other port. */
    private static final int XMPP = 5222;
    /** The metadata server of the cloud, and of GKE's workload identity, from which the platform's identity comes. */
    private static final String METADATA_SERVERS = "169.254.169.252/30";

    private static final int METADATA = 80;
    private static final int GKE_METADATA = 988;

    private final ConnectorPool pool;

    /**
     * For one pool.
     *
     * @param pool as the API server gave it, with its uid
     */
    public PoolManifests(ConnectorPool pool) {
        this.pool = pool;
    }

    /** The name of the objects that all shards share: {@code whatsapp-default}. */
    public static String name(String pool) {
        return "whatsapp-" + pool;
    }

    /** In front of all pods: any connector takes any request. */
    public Service service() {
        return new ServiceBuilder()
                .withMetadata(Metadata.ofPool(pool, objectName()))
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(Labels.selectorOfPool(poolName()))
                .addNewPort()
                .withName(PodTemplate.HTTP)
                .withPort(PodTemplate.HTTP_PORT)
                .withTargetPort(new IntOrString(PodTemplate.HTTP))
                .withProtocol("TCP")
                .endPort()
                .withSessionAffinity("None")
                .withInternalTrafficPolicy("Cluster")
                .endSpec()
                .build();
    }

    /** Of the whole pool: a budget of each shard alone would let all of them be down at once. */
    public Optional<PodDisruptionBudget> disruptionBudget() {
        var settings = pool.getSpec().podDisruptionBudget();
        if (!settings.enabled()) {
            return Optional.empty();
        }
        return Optional.of(new PodDisruptionBudgetBuilder()
                .withMetadata(Metadata.ofPool(pool, objectName()))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(settings.maxUnavailable()))
                .withNewSelector()
                .withMatchLabels(Labels.selectorOfPool(poolName()))
                .endSelector()
                // A pod that does not work anyway must not keep a node from being drained.
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .endSpec()
                .build());
    }

    public Optional<NetworkPolicy> networkPolicy() {
        if (!pool.getSpec().networkPolicy().enabled()) {
            return Optional.empty();
        }
        return Optional.of(new NetworkPolicyBuilder()
                .withMetadata(Metadata.ofPool(pool, objectName()))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(Labels.selectorOfPool(poolName()))
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .addNewIngress()
                .withPorts(port("TCP", PodTemplate.HTTP_PORT))
                .endIngress()
                .withEgress(egress())
                .endSpec()
                .build());
    }

    private List<NetworkPolicyEgressRule> egress() {
        var firebase = pool.getSpec().firebase();
        var ports = new TreeSet<>(pool.getSpec().networkPolicy().egressPorts());
        ports.addAll(List.of(HTTPS, XMPP));
        if (pool.getSpec().accountApi().enabled()) {
            ports.add(API_SERVER);
        }
        Optional.ofNullable(firebase.emulatorHost())
                .map(host -> Integer.valueOf(host.substring(host.lastIndexOf(':') + 1)))
                .ifPresent(ports::add);
        var rules = new ArrayList<NetworkPolicyEgressRule>();
        rules.add(new NetworkPolicyEgressRuleBuilder()
                .withPorts(port("UDP", DNS), port("TCP", DNS))
                .build());
        rules.add(new NetworkPolicyEgressRuleBuilder()
                .withPorts(ports.stream().map(number -> port("TCP", number)).toList())
                .build());
        if (firebase.emulatorHost() == null && firebase.serviceAccountSecretRef() == null) {
            rules.add(new NetworkPolicyEgressRuleBuilder()
                    .withPorts(port("TCP", METADATA), port("TCP", GKE_METADATA))
                    .addNewTo()
                    .withNewIpBlock()
                    .withCidr(METADATA_SERVERS)
                    .endIpBlock()
                    .endTo()
                    .build());
        }
        return rules;
    }

    private static NetworkPolicyPort port(String protocol, int number) {
        return new NetworkPolicyPort(null, new IntOrString(number), protocol);
    }

    private String poolName() {
        return pool.getMetadata().getName();
    }

    private String objectName() {
        return name(poolName());
    }
}
