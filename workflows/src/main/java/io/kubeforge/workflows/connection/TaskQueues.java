package io.kubeforge.workflows.connection;

/** The task queues that workers poll. */
public final class TaskQueues {
    /** Workflows, and activities on hosts and clusters. */
    public static final String KUBEFORGE = "kubeforge";

    private TaskQueues() {}
}
