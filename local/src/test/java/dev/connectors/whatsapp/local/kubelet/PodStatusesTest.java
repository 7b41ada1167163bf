package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.kubelet.ContainerState.Running;
import dev.connectors.whatsapp.local.kubelet.ContainerState.Terminated;
import dev.connectors.whatsapp.local.kubelet.ContainerState.Waiting;
import dev.connectors.whatsapp.local.kubelet.ContainerView.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PodStatusesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final PodStatuses statuses = new PodStatuses(new TestClock(now));

    @Test
    void isPendingUntilEveryContainerHasRun() {
        assertThat(PodStatuses.phase(view(waiting("main")))).isEqualTo("Pending");
        assertThat(PodStatuses.phase(view(running("main", true), waiting("other"))))
                .isEqualTo("Pending");
        assertThat(PodStatuses.phase(view(running("main", false)))).isEqualTo("Running");
    }

    @Test
    void goesOnRunningWhileAContainerWaitsForItsRestart() {
        assertThat(PodStatuses.phase(view(crashed("main")))).isEqualTo("Running");
    }

    @Test
    void isPendingDuringInitialization() {
        var init = container("init", Kind.INIT, new Running(START, 1), true, false);

        var status = statuses.of(pod(), view(init, waiting("main")));

        assertThat(status.getPhase()).isEqualTo("Pending");
        assertThat(condition(status, "Initialized").getMessage())
                .isEqualTo("containers with incomplete status: [init]");
        assertThat(condition(status, "Initialized").getReason()).isEqualTo("ContainersNotInitialized");
    }

    @Test
    void isInitializedWhenTheSidecarHasStarted() {
        var sidecar = container("bridge", Kind.SIDECAR, new Running(START, 1), true, false);

        var status = statuses.of(pod(), view(sidecar, waiting("main")));

        assertThat(condition(status, "Initialized").getStatus()).isEqualTo("True");
    }

    @Test
    void isReadyOnlyWithItsSidecars() {
        var status = statuses.of(
                pod(),
                view(container("bridge", Kind.SIDECAR, new Running(START, 1), true, false), running("main", true)));

        assertThat(condition(status, "Ready").getStatus()).isEqualTo("False");
        assertThat(condition(status, "Ready").getMessage()).isEqualTo("containers with unready status: [bridge]");
    }

    @Test
    void waitsForReadinessGates() {
        var pod = Serialization.unmarshal("""
                metadata: {name: a}
                spec: {readinessGates: [{conditionType: example.com/open}]}
                status: {conditions: [{type: PodScheduled, status: "True"}]}
                """, Pod.class);
        var view = view(running("main", true));

        assertThat(condition(statuses.of(pod, view), "Ready").getStatus()).isEqualTo("False");
        assertThat(condition(statuses.of(pod, view), "ContainersReady").getStatus())
                .isEqualTo("True");
        pod.getStatus().getConditions().getFirst().setType("example.com/open");
        assertThat(condition(statuses.of(pod, view), "Ready").getStatus()).isEqualTo("True");
    }

    @Test
    void movesATransitionTimeOnlyWithItsCondition() {
        var pod = pod();
        pod.setStatus(statuses.of(pod, view(running("main", false))));
        now.set(START.plusSeconds(60));

        pod.setStatus(statuses.of(pod, view(running("main", true))));

        assertThat(condition(pod.getStatus(), "Initialized").getLastTransitionTime())
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(condition(pod.getStatus(), "Ready").getLastTransitionTime()).isEqualTo("2026-01-01T00:01:00Z");
    }

    @Test
    void leavesTheConditionsOfOthersAlone() {
        var pod = Serialization.unmarshal("""
                metadata: {name: a}
                spec: {}
                status: {conditions: [{type: PodScheduled, status: "True"}]}
                """, Pod.class);

        var status = statuses.of(pod, view(running("main", true)));

        assertThat(status.getConditions()).extracting(PodCondition::getType).contains("PodScheduled");
    }

    @Test
    void saysTheSameTwice() {
        var pod = pod();
        pod.setStatus(statuses.of(pod, view(running("main", true))));
        now.set(START.plusSeconds(60));

        assertThat(statuses.of(pod, view(running("main", true)))).isEqualTo(pod.getStatus());
    }

    @Test
    void succeedsOrFailsAtItsEnd() {
        assertThat(PodStatuses.phase(ended(ended("a", 0), ended("b", 0)))).isEqualTo("Succeeded");
        assertThat(PodStatuses.phase(ended(ended("a", 0), ended("b", 143)))).isEqualTo("Failed");
        assertThat(PodStatuses.phase(ended(container("init", Kind.INIT, terminated(1), false, false), waiting("main"))))
                .isEqualTo("Failed");
    }

    @Test
    void tellsHowAContainerEnded() {
        var status =
                statuses.of(pod(), view(crashed("main"))).getContainerStatuses().getFirst();

        assertThat(status.getState().getWaiting().getReason()).isEqualTo("CrashLoopBackOff");
        assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(3);
        assertThat(status.getRestartCount()).isEqualTo(1);
        assertThat(status.getContainerID()).isEqualTo("process://7");
    }

    private static Pod pod() {
        return Serialization.unmarshal("metadata: {name: a, generation: 1}\nspec: {}", Pod.class);
    }

    private static PodCondition condition(PodStatus status, String type) {
        return status.getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static PodView view(ContainerView... containers) {
        return new PodView(START, Optional.of("127.1.0.2"), "127.0.0.1", true, false, List.of(containers));
    }

    private static PodView ended(ContainerView... containers) {
        return new PodView(START, Optional.of("127.1.0.2"), "127.0.0.1", true, true, List.of(containers));
    }

    private static ContainerView waiting(String name) {
        return container(name, Kind.MAIN, new Waiting("PodInitializing", ""), false, false);
    }

    private static ContainerView running(String name, boolean ready) {
        return container(name, Kind.MAIN, new Running(START, 1), true, ready);
    }

    private static ContainerView ended(String name, int exitCode) {
        return container(name, Kind.MAIN, terminated(exitCode), false, false);
    }

    private static ContainerView crashed(String name) {
        return new ContainerView(
                name,
                "image",
                Kind.MAIN,
                new Waiting("CrashLoopBackOff", "back-off"),
                Optional.of(terminated(3)),
                1,
                false,
                false,
                true);
    }

    private static Terminated terminated(int exitCode) {
        return new Terminated(exitCode, exitCode == 0 ? "Completed" : "Error", "", START, START, "process://7");
    }

    private static ContainerView container(
            String name, Kind kind, ContainerState state, boolean started, boolean ready) {
        return new ContainerView(name, "image", kind, state, Optional.empty(), 0, started, ready, true);
    }
}
