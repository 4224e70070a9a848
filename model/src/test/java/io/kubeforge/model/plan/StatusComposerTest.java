package io.kubeforge.model.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterSpec;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Condition;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostClaim;
import io.kubeforge.model.kind.HostStatus;
import io.kubeforge.model.kind.ObjectMeta;
import io.kubeforge.model.kind.PreflightFinding;
import io.kubeforge.model.plan.ClusterReport.Milestones;
import io.kubeforge.model.plan.ClusterReport.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people and kstatus read of a cluster, by what its workflow reports. */
class StatusComposerTest {
    private static final Milestones ALL = new Milestones(true, true, true);
    private static final Obstacle GONE = new Obstacle("w-1", "HostUnreachable", "w-1 does not answer.", false);

    @Test
    void aReadyClusterIsCurrentForKstatus() {
        ClusterStatus status = compose(ClusterStatus.EMPTY, Stage.READY, ALL, List.of());
        assertTrue(Conditions.isTrue(status.conditions(), ClusterStatus.READY));
        assertTrue(
                Conditions.find(status.conditions(), ClusterStatus.RECONCILING).isEmpty());
        assertTrue(Conditions.find(status.conditions(), ClusterStatus.STALLED).isEmpty());
        assertEquals(4, status.observedGeneration());
        assertEquals("1/2", status.nodes());
        assertEquals("1/1", status.controlPlane());
        assertEquals("0/1", status.workers());
    }

    @Test
    void aMissingHostMakesItDegradedAndStillAvailable() {
        ClusterStatus status = compose(ClusterStatus.EMPTY, Stage.RETRYING, ALL, List.of(GONE));
        assertEquals("Degraded", status.phase());
        assertTrue(Conditions.isTrue(status.conditions(), ClusterStatus.AVAILABLE));
        assertTrue(Conditions.isTrue(status.conditions(), ClusterStatus.RECONCILING));
        Condition degraded =
                Conditions.find(status.conditions(), ClusterStatus.DEGRADED).orElseThrow();
        assertEquals("HostUnreachable", degraded.reason());
        assertTrue(degraded.message().startsWith("w-1: HostUnreachable: w-1 does not answer."));
    }

    @Test
    void aPermanentCauseStallsIt() {
        ClusterStatus status = compose(ClusterStatus.EMPTY, Stage.STALLED, Milestones.NONE, List.of(GONE));
        assertEquals("Stalled", status.phase());
        assertTrue(Conditions.isTrue(status.conditions(), ClusterStatus.STALLED));
        assertTrue(
                Conditions.find(status.conditions(), ClusterStatus.RECONCILING).isEmpty());
        assertFalse(Conditions.isTrue(status.conditions(), ClusterStatus.AVAILABLE));
    }

    @Test
    void workUnderWayDoesNotTakeBackWhatWasReached() {
        ClusterStatus ready = compose(ClusterStatus.EMPTY, Stage.READY, ALL, List.of());
        ClusterStatus updating = compose(ready, Stage.PROGRESSING, Milestones.NONE, List.of());
        assertEquals("Updating", updating.phase());
        assertTrue(Conditions.isTrue(updating.conditions(), ClusterStatus.AVAILABLE));
        ClusterStatus lost = compose(updating, Stage.RETRYING, Milestones.NONE, List.of(GONE));
        assertFalse(Conditions.isTrue(lost.conditions(), ClusterStatus.AVAILABLE));
        assertTrue(Conditions.isTrue(lost.conditions(), ClusterStatus.CONTROL_PLANE_INITIALIZED));
    }

    @Test
    void aCancelledClusterSaysHowToGoOn() {
        ClusterStatus status = compose(ClusterStatus.EMPTY, Stage.CANCELLED, Milestones.NONE, List.of());
        Condition stalled =
                Conditions.find(status.conditions(), ClusterStatus.STALLED).orElseThrow();
        assertEquals("Cancelled", stalled.reason());
        assertTrue(stalled.message().contains(Cluster.REQUESTED_AT));
    }

    @Test
    void ofManyObstaclesEachReasonIsToldOnceWithItsHosts() {
        List<Obstacle> many = new ArrayList<>();
        IntStream.rangeClosed(1, 5)
                .mapToObj(i -> new Obstacle("w-" + i, "HostUnreachable", "w-" + i + " does not answer.", false))
                .forEach(many::add);
        assertEquals(
                "w-1: HostUnreachable: w-1 does not answer.; w-2: HostUnreachable: w-2 does not answer.",
                ObstacleSummary.describe(many.subList(0, 2)));
        many.add(2, new Obstacle("w-9", "PreflightRefused", "The host is too small.", true));
        assertEquals(
                "w-1: HostUnreachable: w-1 does not answer.; HostUnreachable also: w-2, w-3, w-4, w-5;"
                        + " w-9: PreflightRefused: The host is too small.",
                ObstacleSummary.describe(many));
    }

    @Test
    void whatKeepsManyHostsBackIsSaidOnce() {
        List<Obstacle> many = IntStream.rangeClosed(1, 8)
                .mapToObj(i -> new Obstacle("w-" + i, "PreflightRefused", "The host is too small.", true))
                .toList();
        assertEquals(
                "w-1, w-2, w-3, w-4, w-5 and 3 more: PreflightRefused: The host is too small.",
                ObstacleSummary.describe(many));
    }

    @Test
    void showsWhatWasFoundWrongWithItsHostsErrorsFirstAndTheSameOnlyOnce() {
        PreflightFinding mtu = new PreflightFinding("MTU", PreflightFinding.WARNING, null, "900.");
        PreflightFinding memory = new PreflightFinding("Memory", PreflightFinding.ERROR, null, "Too little.");
        Map<String, Host> hosts =
                Map.of("cp-1", found("cp-1", "uid", List.of(mtu)), "w-1", found("w-1", "uid", List.of(memory, mtu)));
        assertEquals(
                List.of(
                        new PreflightFinding("Memory", PreflightFinding.ERROR, "w-1", "Too little."),
                        new PreflightFinding("MTU", PreflightFinding.WARNING, "cp-1, w-1", "900.")),
                Findings.of(cluster(ClusterStatus.EMPTY), hosts));
        assertEquals(
                List.of(),
                Findings.of(cluster(ClusterStatus.EMPTY), Map.of("w-1", found("w-1", "other", List.of(memory)))),
                "of a host that another cluster holds");
    }

    private static Host found(String name, String cluster, List<PreflightFinding> findings) {
        HostStatus status = HostStatus.EMPTY
                .withClusterRef(new HostClaim("default", "demo", cluster))
                .withPreflight(findings);
        return new Host(new ObjectMeta(name, "default", name, "1", 1L), null, status);
    }

    private static ClusterStatus compose(ClusterStatus old, Stage stage, Milestones reached, List<Obstacle> obstacles) {
        Cluster cluster = cluster(old);
        ClusterReport report = new ClusterReport(7, 8, 4, null, "demo-7", stage, reached, 2, 1, obstacles);
        Condition ready = new Condition(HostStatus.READY, Condition.TRUE, "NodeReady", "", "t", 1L);
        Host host = new Host(null, null, HostStatus.EMPTY.withConditions(List.of(ready)));
        return StatusComposer.compose(cluster, report, Map.of("cp-1", host), "sha256:1", "https://cp-1:6443", "now");
    }

    private static Cluster cluster(ClusterStatus status) {
        ClusterSpec spec = new ClusterSpec(
                "v1.36.3",
                null,
                null,
                new ClusterSpec.ControlPlane(List.of("cp-1")),
                List.of(new ClusterSpec.WorkerPool("general", List.of("w-1"), null, null)),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        ObjectMeta meta = new ObjectMeta("demo", "default", "uid", "1", 4L);
        return new Cluster(meta, spec, status);
    }
}
