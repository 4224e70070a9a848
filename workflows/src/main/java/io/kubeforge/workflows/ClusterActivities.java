package io.kubeforge.workflows;

import io.kubeforge.model.plan.ClusterPlan;
import io.kubeforge.model.plan.ClusterReport;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** The steps on a cluster as a whole; its hosts are reached through one control-plane host. */
@ActivityInterface
public interface ClusterActivities {
    /** Looks at spec, hosts and nodes, claims the hosts, and decides what this pass has to do. */
    @ActivityMethod(name = "PlanCluster")
    ClusterPlan plan(PlanRequest request);

    /**
     * Makes sure that a join token of ours is valid for another hour; puts it and the CA's hash into a Secret.
     *
     * @return the name of that Secret
     */
    @ActivityMethod(name = "ExtractJoinToken")
    String extractJoinToken(HostStep step);

    /** Puts the kubeconfig of the cluster into its Secret. */
    @ActivityMethod(name = "PublishKubeconfig")
    void publishKubeconfig(HostStep step);

    /** The network plugin is installed. */
    @ActivityMethod(name = "InstallNetwork")
    void installNetwork(HostStep step);

    /** Labels and taints of the nodes are as the spec says. */
    @ActivityMethod(name = "ConfigureNodes")
    void configureNodes(HostStep step);

    /** Nodes, system pods and DNS are ready; pods on two nodes reach each other. */
    @ActivityMethod(name = "WaitReady")
    void waitReady(NodesStep step);

    /**
     * Tells hosts whether their turn has come; one whose workflow has ended is passed over. An activity, because the
     * workflow itself would write down each word twice, and wait for each to be heard: too much for a thousand hosts.
     */
    @ActivityMethod(name = "TellHosts")
    void tellHosts(Turns turns);

    /** Writes how far the cluster is into its status and its Operation. */
    @ActivityMethod(name = "ReportProgress")
    void report(ReportRequest request);

    /** The hosts that a deletion has to reset; abandoned ones are freed here. */
    @ActivityMethod(name = "PlanDeletion")
    Deletion planDeletion(DeleteCluster.Request request);

    /** Removes what was made for the cluster and lets its object go. */
    @ActivityMethod(name = "FinishDeletion")
    void finishDeletion(ClusterRef cluster);

    /** What the plan needs to know of its workflow. */
    record PlanRequest(ClusterRef cluster, long pass) {}

    /**
     * A step on the cluster with the nodes it is about.
     *
     * @param triedFrom the nodes on one of which a pod tries the network, too; empty: none does
     */
    record NodesStep(HostStep step, List<String> nodes, List<String> triedFrom) {
        /** An absent list is read as empty. */
        public NodesStep {
            triedFrom = triedFrom == null ? List.of() : List.copyOf(triedFrom);
        }
    }

    /** What hosts of a cluster are told. */
    record Turns(ClusterRef cluster, List<Turn> turns) {}

    /**
     * What one host is told.
     *
     * @param run the run of its workflow that is meant: a later one has another turn
     * @param come whether its turn has come; else it will not come in this pass
     */
    record Turn(String host, String run, boolean come) {}

    /** How far the cluster is, for status and Operation. */
    record ReportRequest(ClusterRef cluster, ClusterReport report) {}

    /** The hosts to reset: workers at once, then control planes one by one, the first of them last. */
    record Deletion(List<String> workers, List<String> controlPlanes) {}
}
