package dev.connectors.whatsapp.local.cluster;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Asks the API server as the service account of its pod, with nothing but what a pod is given. */
public final class ClientMain {
    private ClientMain() {}

    public static void main(String[] args) {
        try (var client = new KubernetesClientBuilder().build()) {
            System.out.println("namespace " + client.getNamespace());
            System.out.println(
                    "config maps " + client.configMaps().list().getItems().size());
            try {
                client.secrets().list();
            } catch (KubernetesClientException e) {
                System.out.println("secrets " + e.getCode());
            }
        }
    }
}
