package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What {@code kubectl describe pod} shows at its end. The same thing again is one event with a count. */
final class PodEvents implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PodEvents.class.getName());

    /** More than the pods of a test have; older ones begin a new event. */
    private static final int REMEMBERED = 1_000;

    private final KubernetesClient client;
    private final String node;
    private final Clock clock;
    private final Map<Key, Event> sent = new HashMap<>();

    /** Events are sent in their order, and nobody waits for them. */
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("kubelet-events").factory());

    private record Key(String uid, String reason, String message) {}

    PodEvents(KubernetesClient client, String node, Clock clock) {
        this.client = client;
        this.node = node;
        this.clock = clock;
    }

    void normal(Pod pod, String reason, String message) {
        send(pod, "Normal", reason, message);
    }

    void warn(Pod pod, String reason, String message) {
        send(pod, "Warning", reason, message);
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }

    private void send(Pod pod, String type, String reason, String message) {
        if (sender.isShutdown()) {
            return;
        }
        sender.execute(() -> {
            try {
                sendNow(pod, type, reason, message);
            } catch (KubernetesClientException e) {
                // An event is a help for people and nothing depends on it; its namespace may be gone.
                LOG.log(Level.DEBUG, "The event {0} was not taken: {1}", reason, e.getMessage());
            }
        });
    }

    private void sendNow(Pod pod, String type, String reason, String message) {
        var now = PodStatuses.time(clock.instant());
        var key = new Key(pod.getMetadata().getUid(), reason, message);
        var before = sent.get(key);
        if (sent.size() > REMEMBERED) {
            sent.clear();
        }
        if (before != null) {
            var again = new EventBuilder(before)
                    .withCount(before.getCount() + 1)
                    .withLastTimestamp(now)
                    .build();
            sent.put(key, client.v1().events().resource(again).patch());
            return;
        }
        var event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(pod.getMetadata().getNamespace())
                .withGenerateName(pod.getMetadata().getName() + ".")
                .endMetadata()
                .withInvolvedObject(new ObjectReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withNamespace(pod.getMetadata().getNamespace())
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .build())
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .withNewSource("kubelet", node)
                .build();
        sent.put(key, client.v1().events().resource(event).create());
    }
}
