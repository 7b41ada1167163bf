package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.manifests.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The namespace as the informers have it, and which pools something that happens there concerns. */
final class Caches {
    static final String HELM_RELEASE = "helm.sh/release.v1";

    private final String namespace;
    private final Consumer<String> secretChanged;
    private final AtomicLong version = new AtomicLong();
    private volatile @Nullable Sources sources;

    private record Sources(
            Supplier<Stream<ConnectorPool>> pools,
            InformerEventSource<WhatsAppAccount, ConnectorPool> accounts,
            InformerEventSource<Secret, ConnectorPool> secrets,
            List<InformerEventSource<? extends HasMetadata, ConnectorPool>> objects) {}

    /** @param secretChanged is told the name of a Secret that has come, gone or changed */
    Caches(String namespace, Consumer<String> secretChanged) {
        this.namespace = namespace;
        this.secretChanged = secretChanged;
    }

    /** The sources of events for the controller of the pools. */
    List<EventSource<?, ConnectorPool>> prepare(EventSourceContext<ConnectorPool> context) {
        Supplier<Stream<ConnectorPool>> pools = () -> context.getPrimaryCache().list(namespace);
        var accounts = informer(WhatsAppAccount.class, Selection.ALL, account -> everyPool(), context);
        // Anybody's Secret may hold the credentials of a proxy.
        var secrets = informer(Secret.class, Selection.NO_RELEASES, this::concernedBySecret, context);
        var objects = new ArrayList<InformerEventSource<? extends HasMetadata, ConnectorPool>>();
        objects.add(secrets);
        for (var kind : List.of(
                ConfigMap.class,
                StatefulSet.class,
                PersistentVolumeClaim.class,
                Service.class,
                PodDisruptionBudget.class,
                NetworkPolicy.class,
                Pod.class)) {
            objects.add(informer(kind, Selection.OURS, this::itsPool, context));
        }
        sources = new Sources(pools, accounts, secrets, List.copyOf(objects));
        var all = new ArrayList<EventSource<?, ConnectorPool>>(objects);
        all.add(accounts);
        return all;
    }

    World world() {
        var now = prepared();
        return World.of(
                now.pools().get().toList(),
                now.accounts().list(namespace).toList(),
                now.objects().stream().flatMap(source -> source.list(namespace)));
    }

    /** A Secret of the namespace, unless it is Helm's record of a release. */
    Optional<Secret> secret(String name) {
        return prepared().secrets().get(new ResourceID(name, namespace));
    }

    /** Grows with everything that happens, except to pools. */
    long version() {
        return version.get();
    }

    private Sources prepared() {
        var now = sources;
        if (now == null) {
            throw new IllegalStateException("the operator has not been started");
        }
        return now;
    }

    private enum Selection {
        ALL,
        OURS,
        NO_RELEASES
    }

    private <T extends HasMetadata> InformerEventSource<T, ConnectorPool> informer(
            Class<T> kind,
            Selection selection,
            Function<HasMetadata, Set<ResourceID>> concerns,
            EventSourceContext<ConnectorPool> context) {
        var builder = InformerEventSourceConfiguration.from(kind, ConnectorPool.class)
                .withName(kind.getSimpleName())
                .withNamespacesInheritedFromController()
                .withSecondaryToPrimaryMapper(object -> {
                    version.incrementAndGet();
                    return concerns.apply(object);
                });
        if (selection == Selection.OURS) {
            builder.withLabelSelector(Labels.POOL);
        }
        if (selection == Selection.NO_RELEASES) {
            builder.withFieldSelector(new FieldSelectorBuilder()
                    .withoutField("type", HELM_RELEASE)
                    .build());
        }
        return new InformerEventSource<>(builder.build(), context);
    }

    private Set<ResourceID> itsPool(HasMetadata object) {
        return Shards.poolOf(object)
                .map(pool -> Set.of(new ResourceID(pool, namespace)))
                .orElse(Set.of());
    }

    private Set<ResourceID> concernedBySecret(HasMetadata secret) {
        secretChanged.accept(secret.getMetadata().getName());
        return everyPool();
    }

    /** A plan is of the whole namespace: an account of one pool may be in the way of another's. */
    Set<ResourceID> everyPool() {
        return Optional.ofNullable(sources)
                .map(Sources::pools)
                .map(Supplier::get)
                .orElse(Stream.empty())
                .map(pool -> new ResourceID(pool.getMetadata().getName(), namespace))
                .collect(Collectors.toUnmodifiableSet());
    }
}
