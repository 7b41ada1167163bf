package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks before the start whether the operator may see everything, so that what is missing is said in one message. */
final class Preflight {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            WhatsAppAccount.class,
            ConnectorPool.class,
            ConfigMap.class,
            Secret.class,
            PersistentVolumeClaim.class,
            Service.class,
            Pod.class,
            StatefulSet.class,
            PodDisruptionBudget.class,
            NetworkPolicy.class);

    private Preflight() {}

    /** What is missing, and the remedy; nothing if all is there. */
    static List<String> problems(KubernetesClient client, String namespace) {
        var problems = new ArrayList<String>();
        for (var kind : KINDS) {
            var plural = HasMetadata.getFullResourceName(kind);
            try {
                client.resources(kind)
                        .inNamespace(namespace)
                        .list(new ListOptionsBuilder().withLimit(1L).build());
            } catch (KubernetesClientException e) {
                switch (e.getCode()) {
                    case NOT_FOUND ->
                        problems.add(
                                "the API server does not know " + plural
                                        + "; install the chart's CRDs (kubectl apply --server-side --force-conflicts -f crds/)");
                    case FORBIDDEN, UNAUTHORIZED ->
                        problems.add("the operator may not list " + plural + " in the namespace " + namespace
                                + "; install the chart's Role and RoleBinding");
                    default -> {
                        problems.add("the API server " + client.getMasterUrl() + " cannot be asked: " + reason(e));
                        return problems;
                    }
                }
            }
        }
        return problems;
    }

    /** That nothing listens is deep below; the client only says at what it failed. */
    private static String reason(KubernetesClientException failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                        .anyMatch(ConnectException.class::isInstance)
                ? "nothing answers there"
                : String.valueOf(failure.getMessage());
    }
}
