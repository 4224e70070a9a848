package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.LiveCluster;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.ClusterState;
import io.kubeforge.simulator.state.ClusterState.Node;
import io.kubeforge.simulator.state.ClusterState.Part;
import io.kubeforge.simulator.state.NodeFiles;
import io.kubeforge.simulator.state.NodeFiles.Kind;
import java.util.Optional;

/** Plays kubeadm-state: how far kubeadm came on a host. */
final class KubeadmState {
    private KubeadmState() {}

    static void play(Stage stage) {
        String nodeName = stage.required("NODE_NAME");
        NodeFiles node = stage.node();
        Optional<LiveCluster> cluster = stage.cluster();
        boolean api = cluster.filter(live -> live.apiHealthyOn(stage.host())).isPresent();
        stage.say("owner=" + Optional.ofNullable(stage.state().owner()).orElse(""));
        stage.say("ca_hash=" + Optional.ofNullable(node.caHash()).orElse(""));
        say(stage, "pki", node.caHash() != null);
        say(stage, "admin_conf", node.has(Kind.ADMIN_CONF));
        say(stage, "manifests", node.has(Kind.MANIFESTS) || node.has(Kind.ETCD_MANIFEST));
        say(stage, "etcd_data", node.has(Kind.ETCD_DATA));
        say(stage, "kubelet_conf", node.has(Kind.KUBELET_CONF));
        say(stage, "kubelet_healthy", LiveCluster.kubeletHealthy(stage.host()));
        say(stage, "api_healthy", api);
        say(stage, "kubeadm_config", api && has(cluster, Part.KUBEADM_CONFIG));
        say(stage, "cluster_info", api && has(cluster, Part.CLUSTER_INFO));
        say(stage, "addons", api && has(cluster, Part.ADDONS));
        node(stage, nodeName, cluster, api);
        stage.say("kube_system_uid="
                + (api ? cluster.map(live -> live.state().kubeSystemUid()).orElse("") : ""));
    }

    /** A worker asks the cluster's endpoint, a control plane only its own API server. */
    private static void node(Stage stage, String name, Optional<LiveCluster> cluster, boolean ownApi) {
        NodeFiles files = stage.node();
        boolean asks = ownApi
                || (!files.has(Kind.MANIFESTS)
                        && files.has(Kind.KUBELET_CERTIFICATE)
                        && cluster.filter(LiveCluster::apiHealthy).isPresent());
        Optional<Node> node = asks
                ? cluster.map(LiveCluster::state).map(ClusterState::nodes).map(nodes -> nodes.get(name))
                : Optional.empty();
        String machineId = stage.state().identity().machineId();
        boolean registered =
                node.filter(known -> known.machineId().equals(machineId)).isPresent();
        say(stage, "node_registered", registered);
        say(
                stage,
                "node_ready",
                registered && cluster.orElseThrow().ready(node.orElseThrow()).equals("True"));
        say(stage, "node_control_plane", registered && node.orElseThrow().controlPlane());
        stage.say("node_machine_id=" + node.map(Node::machineId).orElse(""));
    }

    private static boolean has(Optional<LiveCluster> cluster, Part part) {
        return cluster.filter(live -> live.state().has(part)).isPresent();
    }

    private static void say(Stage stage, String key, boolean value) {
        stage.say(key + "=" + (value ? "yes" : "no"));
    }
}
