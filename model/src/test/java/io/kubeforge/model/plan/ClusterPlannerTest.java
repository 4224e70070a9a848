package io.kubeforge.model.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kubeforge.model.kind.ClusterSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one pass has to do, by what is wanted and what was seen. */
class ClusterPlannerTest {
    private static final ClusterSpec SPEC = spec(List.of("cp-1", "cp-2", "cp-3"), List.of("w-1", "w-2"));

    @Test
    void bareHostsAllHaveWorkAndTheFirstControlPlaneBegins() {
        ClusterPlan plan = plan(SPEC, new Observation(false, null, Map.of(), List.of(), List.of()));
        assertEquals(
                List.of(
                        new HostPlan("cp-1", Duty.INITIALISE),
                        new HostPlan("cp-2", Duty.JOIN_CONTROL_PLANE),
                        new HostPlan("cp-3", Duty.JOIN_CONTROL_PLANE),
                        new HostPlan("w-1", Duty.JOIN_WORKER),
                        new HostPlan("w-2", Duty.JOIN_WORKER)),
                plan.hosts());
        assertFalse(plan.initialised());
    }

    @Test
    void readyNodesHaveNoWork() {
        Map<String, Boolean> nodes = Map.of("cp-1", true, "cp-2", true, "cp-3", true, "w-1", true);
        ClusterPlan plan = plan(SPEC, new Observation(true, "cp-1", nodes, List.of(), List.of()));
        assertEquals(List.of(new HostPlan("w-2", Duty.JOIN_WORKER)), plan.hosts());
        assertEquals(SPEC.hostNames(), plan.nodes());
    }

    @Test
    void aNodeThatIsNotReadyHasWork() {
        Map<String, Boolean> nodes = Map.of("cp-1", true, "cp-2", true, "cp-3", true, "w-1", false, "w-2", true);
        ClusterPlan plan = plan(SPEC, new Observation(true, "cp-1", nodes, List.of("w-1"), List.of()));
        assertEquals(List.of(new HostPlan("w-1", Duty.JOIN_WORKER)), plan.hosts());
    }

    @Test
    void whenTheApiDoesNotAnswerOnlyTheWayInAndWhatWasNeverReadyHaveWork() {
        List<String> readyBefore = List.of("cp-1", "cp-2", "cp-3", "w-1");
        ClusterPlan plan = plan(SPEC, new Observation(true, null, Map.of(), readyBefore, List.of()));
        assertEquals(
                List.of(new HostPlan("cp-1", Duty.INITIALISE), new HostPlan("w-2", Duty.JOIN_WORKER)), plan.hosts());
    }

    @Test
    void theFirstControlPlaneJoinsLikeAnyOtherWhenTheClusterAnswersThroughAnotherOne() {
        Map<String, Boolean> nodes = Map.of("cp-2", true, "cp-3", true, "w-1", true, "w-2", true);
        ClusterPlan plan = plan(SPEC, new Observation(true, "cp-2", nodes, List.of(), List.of()));
        assertEquals(List.of(new HostPlan("cp-1", Duty.JOIN_CONTROL_PLANE)), plan.hosts());
        assertEquals("cp-2", plan.controlPlaneHost());
    }

    @Test
    void aBlockedFirstControlPlaneDoesNotKeepAClusterFromWorkThatAnswersThroughAnotherOne() {
        Obstacle obstacle = new Obstacle("cp-1", Obstacle.HOST_NOT_FOUND, "absent", true);
        Map<String, Boolean> nodes = Map.of("cp-2", true, "cp-3", true, "w-1", true);
        ClusterPlan plan = plan(SPEC, new Observation(true, "cp-2", nodes, List.of(), List.of(obstacle)));
        assertEquals(List.of(new HostPlan("w-2", Duty.JOIN_WORKER)), plan.hosts());
        assertEquals("cp-2", plan.controlPlaneHost());
        assertEquals(List.of("cp-2", "cp-3"), plan.controlPlanes());
    }

    @Test
    void blockedHostsAreLeftOutAndNamed() {
        Obstacle obstacle = new Obstacle("w-2", Obstacle.HOST_IN_USE, "held by other", true);
        ClusterPlan plan = plan(SPEC, new Observation(false, null, Map.of(), List.of(), List.of(obstacle)));
        assertTrue(plan.hosts().stream().noneMatch(host -> host.host().equals("w-2")));
        assertFalse(plan.nodes().contains("w-2"));
        assertEquals(List.of(obstacle), plan.obstacles());
    }

    @Test
    void withoutItsFirstControlPlaneTheClusterHasNoWayIn() {
        Obstacle obstacle = new Obstacle("cp-1", Obstacle.HOST_NOT_FOUND, "absent", true);
        ClusterPlan plan = plan(SPEC, new Observation(false, null, Map.of(), List.of(), List.of(obstacle)));
        assertNull(plan.controlPlaneHost());
        assertTrue(plan.initialise().isEmpty());
    }

    private static ClusterPlan plan(ClusterSpec spec, Observation seen) {
        return ClusterPlanner.plan(spec, 1, null, "op", seen);
    }

    private static ClusterSpec spec(List<String> controlPlanes, List<String> workers) {
        return new ClusterSpec(
                "v1.36.3",
                null,
                null,
                new ClusterSpec.ControlPlane(controlPlanes),
                List.of(new ClusterSpec.WorkerPool("general", workers, null, null)),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
