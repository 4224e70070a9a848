package io.kubeforge.model.plan;

import java.util.List;
import java.util.Optional;

/**
 * What separates a cluster's spec from what was observed: the input of one pass. It is kept in the workflow's history,
 * so it holds names and states only.
 *
 * @param intent what the user wants to happen with the cluster as a whole
 * @param generation the generation that was planned
 * @param requestedAt the value of the annotation of that name that was planned; null without one
 * @param operation name of the Operation that this pass works on
 * @param hosts the hosts that have work, control planes first
 * @param obstacles hosts that cannot be worked on, and why
 * @param controlPlaneHost the host through which the cluster is reached
 * @param controlPlanes the hosts that shall be control planes and can be
 * @param virtualAddress whether the control planes serve the API's address themselves
 * @param nodes all hosts that shall be nodes and can be
 * @param initialised whether the cluster was initialised before this pass
 */
public record ClusterPlan(
        Intent intent,
        long generation,
        String requestedAt,
        String operation,
        List<HostPlan> hosts,
        List<Obstacle> obstacles,
        String controlPlaneHost,
        List<String> controlPlanes,
        boolean virtualAddress,
        List<String> nodes,
        boolean initialised) {

    /** What the user wants to happen with the cluster as a whole. */
    public enum Intent {
        /** Bring it up, or keep it up. */
        RUN,
        /** Leave it as it is. */
        PAUSE,
        /** Reset its hosts and free them. */
        DELETE,
        /** The object with this uid is gone; there is nothing to do. */
        NONE
    }

    /** Absent lists are read as empty. */
    public ClusterPlan {
        hosts = hosts == null ? List.of() : List.copyOf(hosts);
        obstacles = obstacles == null ? List.of() : List.copyOf(obstacles);
        controlPlanes = controlPlanes == null ? List.of() : List.copyOf(controlPlanes);
        nodes = nodes == null ? List.of() : List.copyOf(nodes);
    }

    /** A plan with no work on hosts. */
    public static ClusterPlan of(Intent intent, long generation, String requestedAt, String operation) {
        return new ClusterPlan(intent, generation, requestedAt, operation, null, null, null, null, false, null, false);
    }

    /** The host that begins the cluster in this pass, if one has to. */
    public Optional<HostPlan> initialise() {
        return withDuty(Duty.INITIALISE).stream().findFirst();
    }

    /** The hosts with this duty, in the order of the spec. */
    public List<HostPlan> withDuty(Duty duty) {
        return hosts.stream().filter(host -> host.duty() == duty).toList();
    }
}
