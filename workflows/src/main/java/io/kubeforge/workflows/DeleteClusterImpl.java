package io.kubeforge.workflows;

import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.model.plan.Role;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** {@inheritDoc} */
public class DeleteClusterImpl implements DeleteCluster {
    private static final Duration RESET = Duration.ofMinutes(10);

    @Override
    public Remains delete(Request request) {
        ClusterActivities.Deletion hosts = Stubs.onStore("plan the deletion").planDeletion(request);
        List<Obstacle> remains = new ArrayList<>(resetAtOnce(request, hosts.workers()));
        List<String> controlPlanes = hosts.controlPlanes();
        for (int i = controlPlanes.size() - 1; i >= 0; i--) {
            remains.add(reset(request, controlPlanes.get(i), Role.CONTROL_PLANE));
        }
        remains.removeIf(Objects::isNull);
        if (remains.isEmpty()) {
            Stubs.onStore("let the cluster go").finishDeletion(request.cluster());
        }
        return new Remains(List.copyOf(remains));
    }

    private static List<Obstacle> resetAtOnce(Request request, List<String> workers) {
        List<Promise<Obstacle>> resets = workers.stream()
                .map(worker -> Async.function(() -> reset(request, worker, Role.WORKER)))
                .toList();
        return resets.stream().map(Promise::get).toList();
    }

    /** Null when the host is free. */
    private static Obstacle reset(Request request, String host, Role role) {
        HostStep step =
                HostStep.of(request.cluster(), request.pass(), request.generation(), host, role, "kubeadm-reset");
        try {
            HostActivities activities = Stubs.onHost(step, RESET);
            activities.reset(step);
            activities.release(step);
            return null;
        } catch (ActivityFailure failure) {
            Obstacle obstacle = Obstacles.of(host, step.name(), failure);
            Workflow.getLogger(DeleteClusterImpl.class).info("{} remains: {}", host, obstacle.message());
            return obstacle;
        }
    }
}
