package io.kubeforge.model.plan;

import java.util.List;

/**
 * How far a pass is, as its workflow knows it.
 *
 * @param number rises with each report, and over passes: one that comes late is known by it
 * @param hosts how many hosts have work in this pass
 * @param hostsDone how many of them are done
 * @param obstacles what is in the way
 */
public record ClusterReport(
        long pass,
        long number,
        long generation,
        String requestedAt,
        String operation,
        Stage stage,
        Milestones milestones,
        int hosts,
        int hostsDone,
        List<Obstacle> obstacles) {
    /** The same with these in the way. */
    public ClusterReport withObstacles(List<Obstacle> found) {
        return new ClusterReport(
                pass, number, generation, requestedAt, operation, stage, milestones, hosts, hostsDone, found);
    }

    /** Where the work on a cluster stands. */
    public enum Stage {
        /** Work is under way. */
        PROGRESSING,
        /** Everything asked for is there. */
        READY,
        /** Something is missing for a cause that may pass; it is tried again. */
        RETRYING,
        /** Something is missing that only a change of spec, host or credential can cure. */
        STALLED,
        /** The user paused the cluster. */
        PAUSED,
        /** Somebody cancelled the workflow. */
        CANCELLED,
        /** The cluster is being deleted. */
        DELETING
    }

    /** What was reached, in this order. */
    public record Milestones(boolean controlPlane, boolean network, boolean available) {
        public static final Milestones NONE = new Milestones(false, false, false);
    }

    /** An absent list is read as empty. */
    public ClusterReport {
        obstacles = obstacles == null ? List.of() : List.copyOf(obstacles);
    }
}
