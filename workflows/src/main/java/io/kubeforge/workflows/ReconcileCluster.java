package io.kubeforge.workflows;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Makes one cluster what its spec says, or tears it down; ends when there is nothing left to do or to wait for. */
@WorkflowInterface
public interface ReconcileCluster {
    /** Runs passes until the cluster is settled. */
    @WorkflowMethod
    void reconcile(Request request);

    /** The cluster, one of its hosts or one of their credentials changed: plan again. */
    @SignalMethod
    void changed(Change change);

    /** A control-plane host is prepared and waits for its turn to join; told by its child workflow. */
    @SignalMethod
    void prepared(String host);

    /**
     * The workflow's argument.
     *
     * @param attempt how many passes in a row left something missing for a transient cause: decides the next wait
     */
    record Request(ClusterRef cluster, int attempt) {}

    /**
     * What is told to a running workflow.
     *
     * @param uid the Cluster's uid; a change of another object under the same name is ignored
     * @param cause what changed, for people
     */
    record Change(String uid, String cause) {}
}
