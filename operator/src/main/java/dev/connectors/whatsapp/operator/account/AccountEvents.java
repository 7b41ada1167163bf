package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells as Kubernetes events what becomes of an account. Events are for people and may be lost: one that cannot be
 * written holds nothing up.
 */
public final class AccountEvents {
    private static final Logger LOG = LoggerFactory.getLogger(AccountEvents.class);
    private static final String COMPONENT = "whatsapp-operator";
    private static final int CONFLICT = 409;
    /** Names have 253 characters; the account's gives way. */
    private static final int LONGEST_NAME = 230;

    private final KubernetesClient client;
    private final String instance;
    private final Clock clock;

    /**
     * Writes events.
     *
     * @param instance which operator it is: the name of its pod
     */
    public AccountEvents(KubernetesClient client, String instance, Clock clock) {
        this.client = client;
        this.instance = instance;
        this.clock = clock;
    }

    /** Tells what is otherwise in the next status than in the account's, once, even when the status is tried again. */
    void record(WhatsAppAccount account, WhatsAppAccountStatus next) {
        for (var transition : Transition.between(account.getStatus(), next)) {
            write(event(account, transition));
        }
    }

    private void write(Event event) {
        try {
            client.v1().events().resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                LOG.atWarn()
                        .addKeyValue("account", event.getInvolvedObject().getName())
                        .addKeyValue("reason", event.getReason())
                        .addKeyValue("cause", e.getMessage())
                        .log("an event could not be written");
            }
        }
    }

    private Event event(WhatsAppAccount account, Transition transition) {
        var meta = account.getMetadata();
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withName(name(account, transition))
                .withNamespace(meta.getNamespace())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(account.getApiVersion())
                .withKind(account.getKind())
                .withName(meta.getName())
                .withNamespace(meta.getNamespace())
                .withUid(meta.getUid())
                .withResourceVersion(meta.getResourceVersion())
                .endInvolvedObject()
                .withType(transition.warning() ? "Warning" : "Normal")
                .withReason(transition.reason().word())
                .withMessage(transition.message())
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withReportingInstance(instance)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }

    /** The same transition from the same state has the same name, so that the API server refuses it a second time. */
    private static String name(WhatsAppAccount account, Transition transition) {
        var meta = account.getMetadata();
        var name = meta.getName();
        var hash = Objects.hash(
                meta.getUid(), meta.getResourceVersion(), transition.reason().word(), transition.message());
        return name.substring(0, Math.min(name.length(), LONGEST_NAME)) + "." + Integer.toHexString(hash);
    }
}
