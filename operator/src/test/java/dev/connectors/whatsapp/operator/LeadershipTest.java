package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.fakeapi.FakeApiServer;
import dev.connectors.whatsapp.operator.fakeapi.Fault;
import dev.connectors.whatsapp.operator.manifests.Images;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeadershipTest {
    private static final String ME = "operator-0";

    private final FakeApiServer api = FakeApiServer.start(Fleet.NAMESPACE);
    private final KubernetesClient client = api.client();
    private final AtomicInteger halts = new AtomicInteger();
    private final Leadership leadership = new Leadership(
            client,
            new Settings(Fleet.NAMESPACE, ME, Optional.empty(), 0, new Images("c:1", "b:1")),
            new LeaseTerm(Leadership.LEASE_DURATION, System::nanoTime),
            halts::incrementAndGet);
    private final LeaderCallbacks callbacks =
            leadership.configuration().getLeaderCallbacks().orElseThrow();

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    @Test
    void itIsElectedInItsNamespaceByTheNameOfItsPod() {
        var configuration = leadership.configuration();

        assertThat(configuration.getLeaseName()).isEqualTo(Leadership.LEASE);
        assertThat(configuration.getLeaseNamespace()).contains(Fleet.NAMESPACE);
        assertThat(configuration.getIdentity()).contains(ME);
    }

    @Test
    void whoLosesTheLeaseEndsAtOnce() {
        callbacks.onStartLeading();
        assertThat(leadership.isLeading()).isTrue();

        callbacks.onStopLeading();

        assertThat(leadership.isLeading()).isFalse();
        assertThat(halts).hasValue(1);
    }

    @Test
    void whoStopsInOrderIsNotCutOff() {
        callbacks.onStartLeading();

        leadership.stopping();
        callbacks.onStopLeading();

        assertThat(halts).hasValue(0);
    }

    @Test
    void itsOwnLeaseIsGivenBack() {
        api.create(lease(ME));

        leadership.release();

        assertThat(holder()).isEmpty();
    }

    @Test
    void theLeaseOfAnotherIsLeftAlone() {
        api.create(lease("operator-1"));

        leadership.release();

        assertThat(holder()).isEqualTo("operator-1");
    }

    @Test
    void aLeaseThatCannotBeGivenBackHoldsNothingUp() {
        api.create(lease(ME));
        api.fail(request -> true, Fault.answer(403));

        leadership.release();

        assertThat(holder()).isEqualTo(ME);
    }

    private String holder() {
        return api.list(Lease.class).getFirst().getSpec().getHolderIdentity();
    }

    private static Lease lease(String holder) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName(Leadership.LEASE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .endSpec()
                .build();
    }
}
