package io.kubeforge.workflows.connection;

import io.kubeforge.model.plan.Role;

/**
 * The task queues that workers poll. A workflow is on the same one as most of its steps: Temporal hands these to the worker
 * with the answer that orders them, instead of one queue later.
 */
public final class TaskQueues {
    /** What is done on workers, of which there may be very many. */
    public static final String KUBEFORGE = "kubeforge";

    /** What a whole cluster waits for, on it and on its control planes: it does not queue behind the cluster's workers. */
    public static final String CLUSTERS = "kubeforge-clusters";

    private TaskQueues() {}

    /** Where a host's steps and its workflow are. */
    public static String of(Role role) {
        return role == Role.CONTROL_PLANE ? CLUSTERS : KUBEFORGE;
    }
}
