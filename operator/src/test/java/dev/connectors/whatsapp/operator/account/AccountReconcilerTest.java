package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.api.AccountPhase;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountStatus;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.AccountReport;
import dev.connectors.whatsapp.operator.connector.Heard;
import dev.connectors.whatsapp.operator.fakeapi.FakeApiServer;
import dev.connectors.whatsapp.operator.planner.Placement;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ResourceOperations;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("P1")
class AccountReconcilerTest {
    private final FakeApiServer api = FakeApiServer.start(Facts.NAMESPACE);
    private final KubernetesClient client = api.client();
    private final Known known = new Known();
    private final Applied applied = new Applied();
    private final WhatsAppAccount account = Facts.account();
    private final AccountReconciler reconciler = new AccountReconciler(
            Facts.NAMESPACE, known, new AccountEvents(client, "operator-0", Facts.CLOCK), Facts.CLOCK);

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    @Test
    void anAccountThatThePlanDoesNotKnowYetIsLookedAtAgainSoon() {
        var control = reconciler.reconcile(account, applied.context());

        assertThat(control.isNoUpdate()).isTrue();
        assertThat(control.getScheduleDelay()).contains(1_000L);
    }

    @Test
    void aNewStatusIsAppliedWithNothingElseInTheObject() {
        known.placement = Optional.of(Facts.ASSIGNED);
        known.heard = Optional.of(Facts.heard(Facts.report(AccountReport.Status.CONNECTED, true), 0));

        var control = reconciler.reconcile(account, applied.context());

        assertThat(control.isPatchStatus()).isTrue();
        var fresh = control.getResource().orElseThrow();
        assertThat(status(fresh).phase()).isEqualTo(AccountPhase.CONNECTED);
        isFresh(fresh);
    }

    @Test
    void anAccountWhoseProxyLacksItsCredentialsSaysSoUntilTheyAreThere() {
        known.placement = Optional.of(Facts.ASSIGNED);
        known.heard = Optional.of(Facts.heard(Facts.report(AccountReport.Status.DISCONNECTED, true), 0));
        known.proxyProblem = Optional.of("there is no Secret proxy-login in the namespace whatsapp");

        var without =
                reconciler.reconcile(account, applied.context()).getResource().orElseThrow();
        known.proxyProblem = Optional.empty();
        account.setStatus(status(without));
        var with =
                reconciler.reconcile(account, applied.context()).getResource().orElseThrow();

        assertThat(status(without).message()).isEqualTo("there is no Secret proxy-login in the namespace whatsapp");
        assertThat(status(with).phase()).isEqualTo(AccountPhase.CONNECTING);
    }

    @Test
    void theSameStatusIsNeitherWrittenNorTold() {
        known.placement = Optional.of(Facts.ASSIGNED);
        known.heard = Optional.of(Facts.heard(Facts.report(AccountReport.Status.CONNECTED, true), 0));
        account.setStatus(Facts.reported(AccountReport.Status.CONNECTED, true));

        var control = reconciler.reconcile(account, applied.context());

        assertThat(control.isNoUpdate()).isTrue();
        assertThat(control.getScheduleDelay()).isEmpty();
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void anAccountThatConnectsIsLookedAtWhenItsMinuteIsOver() {
        known.placement = Optional.of(Facts.ASSIGNED);
        known.heard = Optional.of(Facts.heard(Facts.report(AccountReport.Status.CONNECTING, true), 0));

        var control = reconciler.reconcile(account, applied.context());

        assertThat(control.getScheduleDelay()).contains(61_000L);
    }

    @Test
    void aConnectorThatDoesNotAnswerAnyLongerMakesTheAccountUnknown() {
        known.placement = Optional.of(Facts.ASSIGNED);
        known.heard = Optional.of(Facts.heard(Facts.report(AccountReport.Status.CONNECTED, true), 3));
        account.setStatus(Facts.reported(AccountReport.Status.CONNECTED, true));

        var control = reconciler.reconcile(account, applied.context());

        assertThat(status(control.getResource().orElseThrow()).phase()).isEqualTo(AccountPhase.UNKNOWN);
        assertThat(api.list(Event.class)).extracting(Event::getReason).containsExactly("ConnectorUnreachable");
    }

    @ParameterizedTest(name = "done={0}, may go={1}: finalizer removed={2}")
    @CsvSource({"false, false, false", "false, true, false", "true, false, false", "true, true, true"})
    void theFinalizerGoesOnlyWhenThePlanAndTheApiServerLetTheAccountGo(boolean done, boolean mayGo, boolean removed) {
        known.placement = Optional.of(new Placement.Leaving(done));
        known.mayGo = mayGo;

        var control = reconciler.cleanup(account, applied.context());

        assertThat(control.isRemoveFinalizer()).isEqualTo(removed);
    }

    @Test
    void theApiServerIsNotAskedWhetherAnAccountMayGoThatThePlanStillKeeps() {
        known.placement = Optional.of(new Placement.Leaving(false));

        var control = reconciler.cleanup(account, applied.context());

        assertThat(known.questions).isZero();
        assertThat(control.getScheduleDelay()).contains(30_000L);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void anAccountThatThePlanHasNotSeenLeavingStays(boolean assigned) {
        known.placement = assigned ? Optional.of(Facts.ASSIGNED) : Optional.empty();
        known.mayGo = true;

        var control = reconciler.cleanup(account, applied.context());

        assertThat(control.isRemoveFinalizer()).isFalse();
        assertThat(control.getScheduleDelay()).isPresent();
    }

    @Test
    void whoLostTheLeaseWritesNothing() {
        known.placement = Optional.of(Facts.ASSIGNED);
        known.heard = Optional.of(Facts.heard(Facts.report(AccountReport.Status.CONNECTED, true), 0));
        known.leads = false;

        assertThatThrownBy(() -> reconciler.reconcile(account, applied.context()))
                .hasMessage("the lease is lost");

        assertThat(api.requests()).isEmpty();
    }

    @Test
    void thatAnAccountLeavesIsSaidOnce() {
        known.placement = Optional.of(new Placement.Leaving(false));

        reconciler.cleanup(account, applied.context());
        assertThat(applied.resources).hasSize(1);
        var fresh = applied.resources.getFirst();
        account.setStatus(fresh.getStatus());
        reconciler.cleanup(account, applied.context());

        assertThat(status(fresh).phase()).isEqualTo(AccountPhase.DELETING);
        isFresh(fresh);
        assertThat(applied.resources).hasSize(1);
        assertThat(api.list(Event.class)).extracting(Event::getReason).containsExactly("Deleting");
    }

    private static WhatsAppAccountStatus status(WhatsAppAccount account) {
        return Optional.ofNullable(account.getStatus()).orElseThrow();
    }

    /** A version in it would make conflicts, and any other field the operator's own. */
    private static void isFresh(WhatsAppAccount fresh) {
        assertThat(fresh.getMetadata().getName()).isEqualTo("sales");
        assertThat(fresh.getMetadata().getNamespace()).isEqualTo(Facts.NAMESPACE);
        assertThat(fresh.getMetadata().getResourceVersion()).isNull();
        assertThat(fresh.getMetadata().getUid()).isNull();
        assertThat(fresh.getMetadata().getLabels()).isNullOrEmpty();
        assertThat(fresh.getSpec()).isNull();
    }

    /** What the plan and the poller know. */
    private static final class Known implements AccountSources {
        private Optional<Placement> placement = Optional.empty();
        private Optional<Heard> heard = Optional.empty();
        private Optional<String> proxyProblem = Optional.empty();
        private boolean mayGo;
        private boolean leads = true;
        private int questions;

        @Override
        public Optional<Placement> placement(String uid) {
            return placement.filter(any -> uid.equals(Facts.UID));
        }

        @Override
        public Optional<Heard> heard(ShardId shard) {
            return heard.filter(any -> shard.equals(Facts.SHARD));
        }

        @Override
        public Optional<String> proxyProblem(WhatsAppAccount account) {
            return proxyProblem;
        }

        @Override
        public boolean mayGo(String uid) {
            questions++;
            return mayGo && uid.equals(Facts.UID);
        }

        @Override
        public void requireLease() {
            if (!leads) {
                throw new IllegalStateException("the lease is lost");
            }
        }
    }

    /** Takes down what is applied while an account leaves; a reconciliation needs nothing else of its context. */
    private static final class Applied {
        private final List<WhatsAppAccount> resources = new ArrayList<>();

        @SuppressWarnings("unchecked")
        Context<WhatsAppAccount> context() {
            return (Context<WhatsAppAccount>) Proxy.newProxyInstance(
                    Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("resourceOperations")) {
                            return new Operations((Context<WhatsAppAccount>) proxy);
                        }
                        throw new UnsupportedOperationException(method.getName());
                    });
        }

        private final class Operations extends ResourceOperations<WhatsAppAccount> {
            Operations(Context<WhatsAppAccount> context) {
                super(context);
            }

            @Override
            public WhatsAppAccount serverSideApplyPrimaryStatus(WhatsAppAccount resource) {
                resources.add(resource);
                return resource;
            }
        }
    }
}
