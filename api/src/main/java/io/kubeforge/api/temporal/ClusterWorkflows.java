package io.kubeforge.api.temporal;

import io.kubeforge.model.kind.Cluster;
import io.kubeforge.workflows.ClusterRef;
import io.kubeforge.workflows.ReconcileCluster;
import io.kubeforge.workflows.connection.Attributes;
import io.kubeforge.workflows.connection.Connections;
import io.kubeforge.workflows.connection.TaskQueues;
import io.kubeforge.workflows.connection.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

/** Starts and wakes the one workflow of a cluster. The workflow's id is the lock: any number of replicas may do it. */
@Singleton
public class ClusterWorkflows {
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    /** Connects when first used. */
    public ClusterWorkflows(TemporalConfiguration configuration) {
        this.stubs = Connections.connect(configuration.getTarget());
        this.client = Connections.client(stubs, configuration.getNamespace(), "kubeforge-api");
    }

    /**
     * Tells the cluster's workflow that something changed; starts it when it does not run.
     *
     * @param cause what changed, for people who read the workflow's history
     * @throws RuntimeException of gRPC when Temporal cannot be reached
     */
    public void wake(Cluster cluster, String cause) {
        ReconcileCluster.Change change =
                new ReconcileCluster.Change(cluster.metadata().uid(), cause);
        stub(cluster).signalWithStart("changed", new Object[] {change}, new Object[] {request(cluster)});
    }

    /** Starts the cluster's workflow when it does not run; one that runs does not notice. */
    public void ensureRunning(Cluster cluster) {
        stub(cluster).start(request(cluster));
    }

    private static ReconcileCluster.Request request(Cluster cluster) {
        ClusterRef ref = new ClusterRef(
                cluster.metadata().namespace(),
                cluster.metadata().name(),
                cluster.metadata().uid());
        return new ReconcileCluster.Request(ref, 0);
    }

    private WorkflowStub stub(Cluster cluster) {
        String namespace = cluster.metadata().namespace();
        String name = cluster.metadata().name();
        return client.newUntypedWorkflowStub(
                ReconcileCluster.class.getSimpleName(),
                WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.cluster(namespace, name))
                        .setTaskQueue(TaskQueues.CLUSTERS)
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setTypedSearchAttributes(SearchAttributes.newBuilder()
                                .set(Attributes.CLUSTER, namespace + "/" + name)
                                .build())
                        .setStaticSummary("cluster " + namespace + "/" + name)
                        .setStaticDetails("Makes the hosts of this cluster what its spec says.\n\n"
                                + "`kubectl -n " + namespace + " describe cluster " + name + "` shows the same for"
                                + " users; *Cancel* stops the work and leaves the hosts as they are.")
                        .build());
    }

    @PreDestroy
    void close() {
        stubs.shutdown();
    }
}
