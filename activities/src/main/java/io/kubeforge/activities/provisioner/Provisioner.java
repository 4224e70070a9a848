package io.kubeforge.activities.provisioner;

import io.kubeforge.activities.ssh.RemoteHost;
import io.kubeforge.model.kind.ClusterSpec;
import io.kubeforge.model.kind.HostFacts;
import io.kubeforge.model.kind.RegistryCredentials;
import io.kubeforge.model.preflight.Surroundings;
import java.util.List;
import java.util.Map;

/**
 * Makes hosts into nodes with one distribution of Kubernetes. It says how and knows no order; each call looks, acts and
 * looks again, and may be repeated at any point. What goes wrong is a {@link io.kubeforge.activities.failure.HostFailure}.
 */
public interface Provisioner {
    /** The name in a cluster's {@code spec.provisioner}. */
    String name();

    /** What the host is; nothing need be installed there. */
    HostFacts facts(RemoteHost host);

    /**
     * What stands around the host, as far as the host itself can see it.
     *
     * @param peers name and address of control planes that it must reach
     */
    Surroundings surroundings(RemoteHost host, NodeContext context, boolean controlPlane, Map<String, String> peers);

    /**
     * Runtime, kernel settings and packages are as the cluster's version wants them.
     *
     * @param registries what opens the registries that ask for a password
     */
    void prepare(RemoteHost host, NodeContext context, RegistryCredentials registries);

    /**
     * The host runs the cluster's first control plane.
     *
     * @param expectedCaCertHash the CA that the cluster is known by; null when it was never complete
     */
    ClusterIdentity initialise(RemoteHost host, NodeContext context, JoinSecrets secrets, String expectedCaCertHash);

    /**
     * The token lets hosts join for an hour or more, and the certificates for control planes can be fetched.
     *
     * @param secrets its certificate key may be null when only workers join
     */
    JoinCredentials ensureJoinToken(RemoteHost controlPlane, NodeContext context, JoinSecrets secrets);

    /** The host is a worker of the cluster. */
    void joinWorker(RemoteHost host, NodeContext context, JoinCredentials credentials);

    /** The host runs a further control plane; one host at a time, for each changes etcd's quorum. */
    void joinControlPlane(RemoteHost host, NodeContext context, JoinCredentials credentials);

    /**
     * The control plane takes part in serving the virtual IP of {@code spec.endpoint}: it may hold the address, and
     * passes connections there to the API servers.
     *
     * @param apiServers name and address of every control plane that is known
     */
    void serveVirtualAddress(RemoteHost host, NodeContext context, Map<String, String> apiServers);

    /** The nodes that the cluster's API knows. */
    List<NodeState> nodes(RemoteHost controlPlane);

    /** The network plugin is installed; its pods need not run yet. */
    void installNetwork(RemoteHost controlPlane, NodeContext context, NetworkPlugin plugin);

    /** Whether these nodes, the network and DNS work now; one look, without waiting. */
    Readiness ready(RemoteHost controlPlane, ClusterSpec spec, List<String> expectedNodes);

    /** A pod that does nothing runs on one of these nodes, if possible on one that has no server of DNS itself. */
    NetworkProbe beginProbe(RemoteHost controlPlane, List<String> candidates);

    /** What is heard in that pod's network; asked on the pod's own node. */
    PodLookup lookUp(RemoteHost node, NetworkProbe probe, String name);

    /** The pod is gone, or goes. */
    void endProbe(RemoteHost controlPlane);

    /** The nodes have these labels and taints, and none that an earlier call gave them beyond them. */
    void applyNodeSettings(RemoteHost controlPlane, NodeContext context, List<NodeSettings> settings);

    /** The administrator's kubeconfig for the API at this address: a secret. */
    String kubeconfig(RemoteHost controlPlane, String serverUrl);

    /** Nothing of the cluster is left on the host; a host that never was a node is left as it is. */
    void reset(RemoteHost host, NodeContext context);
}
