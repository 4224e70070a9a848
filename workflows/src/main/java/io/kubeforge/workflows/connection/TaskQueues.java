package io.kubeforge.workflows.connection;

/** The task queues that workers poll. */
public final class TaskQueues {
    /** Workflows, and steps on workers, of which there may be very many. */
    public static final String KUBEFORGE = "kubeforge";

    /** Steps that a whole cluster waits for, on it and on its control planes: they do not queue behind its workers. */
    public static final String CLUSTERS = "kubeforge-clusters";

    private TaskQueues() {}
}
