package io.kubeforge.workflows;

import io.kubeforge.model.plan.HostPlan;
import io.kubeforge.model.plan.Obstacle;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Makes one host into a node: prepares it, waits until its parent lets it proceed, initialises or joins. */
@WorkflowInterface
public interface BringUpHost {
    /** Brings the host up; a failure of the host is returned, never thrown. */
    @WorkflowMethod
    Outcome bringUp(Assignment assignment);

    /** The host's turn has come. */
    @SignalMethod
    void proceed();

    /** The host's turn will not come in this pass: end as Prepared. */
    @SignalMethod
    void standDown();

    /**
     * What is to be done on which host, in which pass.
     *
     * @param mayProceed whether the host's turn has come already, so that nobody has to say so later
     * @param virtualAddress whether the control planes serve the API's address themselves
     */
    record Assignment(
            ClusterRef cluster, long pass, long generation, HostPlan plan, boolean mayProceed, boolean virtualAddress) {
        /** The same for a host whose turn has come. */
        Assignment proceeding() {
            return new Assignment(cluster, pass, generation, plan, true, virtualAddress);
        }
    }

    /** How far the host came. */
    enum Result {
        /** The host is a node of the cluster. */
        JOINED,
        /** The host is ready to join; the control plane was not. */
        PREPARED,
        /** The host failed; the obstacle says why. */
        FAILED
    }

    /**
     * What became of the host.
     *
     * @param obstacle why it failed; null unless it did
     */
    record Outcome(String host, Result result, Obstacle obstacle) {}
}
