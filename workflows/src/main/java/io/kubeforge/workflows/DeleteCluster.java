package io.kubeforge.workflows;

import io.kubeforge.model.plan.Obstacle;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Resets the hosts of a cluster, control planes last, frees them and lets the cluster's object go. */
@WorkflowInterface
public interface DeleteCluster {
    /** Goes over all hosts once; what is left names the hosts that could not be reset. Empty: the cluster is gone. */
    @WorkflowMethod
    Remains delete(Request request);

    /** Which cluster, in which pass. */
    record Request(ClusterRef cluster, long pass, long generation) {}

    /** The hosts that could not be reset, and why. */
    record Remains(List<Obstacle> obstacles) {}
}
