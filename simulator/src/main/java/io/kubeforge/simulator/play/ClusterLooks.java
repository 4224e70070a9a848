package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.LiveCluster;
import io.kubeforge.simulator.host.ScriptFailure;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.ClusterState;
import io.kubeforge.simulator.state.ClusterState.Authority;
import io.kubeforge.simulator.state.ClusterState.Node;
import io.kubeforge.simulator.state.ClusterState.Part;
import io.kubeforge.simulator.state.NodeFiles.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Plays cluster-nodes, cluster-ready and kubeconfig: what a control-plane node knows of its cluster. */
final class ClusterLooks {
    private static final int DNS_REPLICAS = 2;

    private ClusterLooks() {}

    static void nodes(Stage stage) {
        LiveCluster cluster = ApiClient.connectHere(stage);
        cluster.nodes()
                .forEach((name, node) -> stage.say("node=" + name + " " + cluster.ready(node) + " "
                        + (node.controlPlane() ? "control-plane" : "worker") + " " + node.kubeletVersion() + " "
                        + node.machineId() + " " + node.address() + " "
                        + (node.settings().isEmpty() ? "-" : node.settings())));
        stage.say("version=" + cluster.state().version());
    }

    static void ready(Stage stage) {
        List<String> expected = stage.required("EXPECTED")
                .lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        boolean answers = stage.cluster()
                .filter(cluster -> cluster.apiHealthyOn(stage.host()))
                .isPresent();
        List<String> waiting = answers
                ? waitingFor(
                        stage.cluster().orElseThrow(),
                        expected,
                        !stage.required("NETWORK").equals("none"))
                : List.of("API server on this host to answer");
        stage.say("ready=" + (waiting.isEmpty() ? "yes" : "no"));
        waiting.forEach(thing -> stage.say("waiting_for=" + thing));
    }

    private static List<String> waitingFor(LiveCluster cluster, List<String> expected, boolean networked) {
        List<String> waiting = new ArrayList<>();
        Map<String, Node> nodes = cluster.nodes();
        for (String name : expected) {
            Node node = nodes.get(name);
            if (node == null) {
                waiting.add("Node " + name + " to join");
            } else if (!cluster.ready(node).equals("True")) {
                waiting.add("Node " + name + " to be Ready: " + cluster.message(node));
            }
        }
        waitingForWorkloads(cluster, expected, networked, waiting);
        if (!dns(cluster)) {
            waiting.add("DNS: no ready endpoint of Service kube-system/kube-dns");
        }
        return waiting;
    }

    private static void waitingForWorkloads(
            LiveCluster cluster, List<String> expected, boolean networked, List<String> waiting) {
        ClusterState state = cluster.state();
        // Nobody waits for the pods on nodes that nobody asked about and that are not Ready.
        long all = cluster.nodes().entrySet().stream()
                .filter(node -> expected.contains(node.getKey())
                        || cluster.ready(node.getValue()).equals("True"))
                .count();
        if (state.has(Part.PROXY)) {
            waitingFor("DaemonSet kube-system/kube-proxy", cluster.runningNodes(), all, waiting);
        }
        if (state.has(Part.DNS)) {
            waitingFor("Deployment kube-system/coredns", dns(cluster) ? DNS_REPLICAS : 0, DNS_REPLICAS, waiting);
        }
        if (networked && state.network().daemonSets().isEmpty()) {
            waiting.add("network plugin to be installed");
        }
        new TreeSet<>(state.network().daemonSets())
                .forEach(name -> waitingFor("DaemonSet " + name, cluster.readyNodes(), all, waiting));
    }

    private static void waitingFor(String what, long ready, long wanted, List<String> waiting) {
        if (ready < wanted) {
            waiting.add(what + ": " + ready + " of " + wanted + " ready");
        }
    }

    private static boolean dns(LiveCluster cluster) {
        return cluster.state().has(Part.DNS) && cluster.dnsReady();
    }

    static void kubeconfig(Stage stage) {
        String server = stage.required("SERVER");
        if (!stage.node().has(Kind.ADMIN_CONF)) {
            throw new ScriptFailure(
                    1, "There is no /etc/kubernetes/admin.conf: this host is not a control-plane node.");
        }
        Authority authority = stage.cluster().orElseThrow().state().authority();
        stage.say("""
                # Simulated by KubeForge: no API server answers behind this address.
                apiVersion: v1
                kind: Config
                clusters:
                - cluster:
                    certificate-authority-data: %s
                    server: %s
                  name: kubernetes
                contexts:
                - context:
                    cluster: kubernetes
                    user: kubernetes-admin
                  name: kubernetes-admin@kubernetes
                current-context: kubernetes-admin@kubernetes
                users:
                - name: kubernetes-admin
                  user:
                    client-certificate-data: %s
                    client-key-data: %s""".formatted(
                        base64(authority.certificate()),
                        server,
                        base64(authority.adminCertificate()),
                        base64(authority.adminPrivateKey())));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
