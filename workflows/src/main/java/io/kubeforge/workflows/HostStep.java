package io.kubeforge.workflows;

import io.kubeforge.model.plan.ClusterPlan;
import io.kubeforge.model.plan.Role;

/**
 * One step on one host in one pass.
 *
 * @param name what the step is called in status, logs and on the host, e.g. prepare
 * @param operation id of the remote command, made here so that every attempt finds the same one
 */
public record HostStep(
        ClusterRef cluster, long pass, long generation, String host, Role role, String name, String operation) {
    /** The name of the step before any other. */
    static final String PREPARE = "prepare";
    /** The name of the step by which a host becomes a node of a cluster that is there. */
    static final String JOIN = "kubeadm-join";

    /** The step with this name; its operation id names one step in one pass (the host is where it runs). */
    public static HostStep of(ClusterRef cluster, long pass, long generation, String host, Role role, String name) {
        String operation = cluster.name() + "." + Long.toString(pass, 36) + "." + name;
        return new HostStep(cluster, pass, generation, host, role, name, operation);
    }

    /** A step on the cluster as a whole, through the control plane that answered when it was planned. */
    static HostStep onCluster(ClusterRef cluster, ClusterPlan plan, long pass, String name) {
        return of(cluster, pass, plan.generation(), plan.controlPlaneHost(), Role.CONTROL_PLANE, name);
    }
}
