package io.kubeforge.simulator.host;

import io.kubeforge.simulator.state.ClusterState;
import io.kubeforge.simulator.state.ClusterState.Node;
import io.kubeforge.simulator.state.NodeFiles;
import io.kubeforge.simulator.state.NodeFiles.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a simulated cluster's API would answer now, worked out from its hosts and from the time that passed. */
public final class LiveCluster {
    private static final double KUBELET_STARTS = 0.5;
    private static final double API_STARTS = 3.5;
    private static final double NODE_GRACE = 40;
    private static final double NETWORK_STARTS = 8;
    private static final double DNS_STARTS = 4;

    private final Site site;
    private final String caHash;

    private LiveCluster(Site site, String caHash) {
        this.site = site;
        this.caHash = caHash;
    }

    /** The cluster with this CA, if there is one. */
    public static Optional<LiveCluster> of(Site site, String caHash) {
        return site.clusters().find(caHash).map(state -> new LiveCluster(site, state.caHash()));
    }

    /** What its etcd holds. */
    public ClusterState state() {
        return site.clusters().get(caHash);
    }

    /** Changes what its etcd holds. */
    public void change(UnaryOperator<ClusterState> change) {
        site.clusters().change(caHash, change);
    }

    /** Whether the kubelet of this host answers. */
    public static boolean kubeletHealthy(SimulatedHost host) {
        NodeFiles node = host.state().node();
        return host.state().access().on()
                && node.kubelet()
                && host.passed(KUBELET_STARTS, Math.max(node.kubeletStartedAt(), host.bootedAt()));
    }

    /** Whether the API server on this host answers: it runs, and etcd has a majority. */
    public boolean apiHealthyOn(SimulatedHost host) {
        NodeFiles node = host.state().node();
        return caHash.equals(node.caHash())
                && node.has(Kind.MANIFESTS)
                && node.has(Kind.ETCD_DATA)
                && kubeletHealthy(host)
                && host.passed(API_STARTS, Math.max(node.kubeletStartedAt(), host.bootedAt()))
                && quorum();
    }

    /** Whether any API server answers. */
    public boolean apiHealthy() {
        return site.hosts().stream().anyMatch(this::apiHealthyOn);
    }

    private boolean quorum() {
        ClusterState state = state();
        long there = state.etcd().members().stream()
                .flatMap(name -> site.host(name).stream())
                .filter(member -> member.state().access().on()
                        && member.state().node().has(Kind.ETCD_DATA)
                        && caHash.equals(member.state().node().caHash()))
                .count();
        return there * 2 > state.etcd().members().size();
    }

    /** The Ready condition of a Node: True, False or Unknown. */
    public String ready(Node node) {
        Optional<SimulatedHost> host = site.host(node.host());
        ClusterState state = state();
        if (host.isEmpty()) {
            return "Unknown";
        }
        boolean networked = state.network().since() > 0 && networked(host.get(), node, state, 0);
        if (!alive(host.get(), node)) {
            long gone = Math.max(
                    host.get().state().access().offSince(),
                    host.get().state().node().goneAt());
            return networked && gone > 0 && !host.get().passed(NODE_GRACE, gone) ? "True" : "Unknown";
        }
        return networked ? "True" : "False";
    }

    private boolean alive(SimulatedHost host, Node node) {
        return caHash.equals(host.state().node().caHash())
                && host.state().node().has(Kind.KUBELET_CERTIFICATE)
                && host.state().identity().machineId().equals(node.machineId())
                && kubeletHealthy(host);
    }

    private static boolean networked(SimulatedHost host, Node node, ClusterState state, double later) {
        return host.passed(NETWORK_STARTS + later, Math.max(state.network().since(), node.joinedAt()));
    }

    /** What a Node that is not Ready says. */
    public String message(Node node) {
        if (ready(node).equals("Unknown")) {
            return "Kubelet stopped posting node status.";
        }
        return "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady"
                + " message:Network plugin returns error: cni plugin not initialized";
    }

    /** How many Nodes are Ready. */
    public long readyNodes() {
        return state().nodes().values().stream()
                .filter(node -> ready(node).equals("True"))
                .count();
    }

    /** How many Nodes have a kubelet that runs. */
    public long runningNodes() {
        return state().nodes().values().stream()
                .filter(node -> !ready(node).equals("Unknown"))
                .count();
    }

    /** Whether DNS answers: its pods start a while after the first Node is Ready. */
    public boolean dnsReady() {
        ClusterState state = state();
        return state.network().since() > 0
                && state.nodes().values().stream()
                        .filter(node -> ready(node).equals("True"))
                        .flatMap(node -> site.host(node.host()).stream()
                                .filter(host -> networked(host, node, state, DNS_STARTS)))
                        .findAny()
                        .isPresent();
    }

    /** Its Nodes by name, in order. */
    public Map<String, Node> nodes() {
        return new TreeMap<>(state().nodes());
    }
}
