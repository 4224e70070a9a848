package io.kubeforge.simulator.play;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.simulator.host.LiveCluster;
import io.kubeforge.simulator.host.ScriptFailure;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.ClusterState;
import io.kubeforge.simulator.state.ClusterState.Node;
import io.kubeforge.simulator.state.NodeFiles.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plays kubeadm-join for workers and control planes, phase by phase in the order of kubeadm 1.36. */
final class KubeadmJoin {
    private static final double GIVE_UP = 240;
    private static final double LEARNER_GIVE_UP = 120;

    private final Stage stage;
    private final JsonNode join;
    private final boolean controlPlane;
    private final String nodeName;
    private final boolean kubeletStarted;

    private KubeadmJoin(Stage stage) {
        this.stage = stage;
        this.join = KubeadmConfig.parse(stage.required("CONFIG")).join();
        this.controlPlane = join.has("controlPlane");
        this.nodeName = KubeadmConfig.nodeName(join, stage.state().identity().name());
        this.kubeletStarted =
                stage.node().has(Kind.KUBELET_CONF) && stage.node().has(Kind.KUBELET_CERTIFICATE);
    }

    static void play(Stage stage) {
        NodeMark.claim(stage);
        NodeMark.withJournal(stage, () -> new KubeadmJoin(stage).run());
        stage.say("node/" + stage.required("NODE_NAME") + " condition met");
    }

    private void run() {
        boolean resume = stage.required("RESUME").equals("yes");
        if (!resume) {
            Preflight.join(stage, controlPlane);
        }
        LiveCluster cluster = Discovery.cluster(stage, join);
        stage.say("[preflight] Reading configuration from the \"kubeadm-config\" ConfigMap in namespace"
                + " \"kube-system\"...");
        stage.take(0.3);
        if (controlPlane) {
            prepareControlPlane(cluster);
        }
        if (!(resume && kubeletStarted)) {
            startKubelet(cluster);
        }
        if (controlPlane) {
            joinEtcd(cluster);
        }
        bootstrap(cluster);
        if (controlPlane) {
            mark(cluster);
        }
        stage.say("\nThis node has joined the cluster"
                + (controlPlane ? " and a new control plane instance was created:" : ":"));
    }

    private void prepareControlPlane(LiveCluster cluster) {
        if (!stage.node().has(Kind.CONTROL_PLANE_CERTIFICATES)) {
            stage.say("[download-certs] Downloading the certificates in Secret \"kubeadm-certs\" in the"
                    + " \"kube-system\" Namespace");
            stage.take(1);
            download(cluster.state().upload());
            stage.leave(node -> node.of(cluster.state().caHash()));
            stage.say("[certs] Generating \"apiserver\" certificate and key");
            stage.take(1.5);
            stage.leave(node -> node.with(Kind.CONTROL_PLANE_CERTIFICATES));
        }
        if (!stage.node().has(Kind.ADMIN_CONF)) {
            stage.say("[kubeconfig] Writing \"admin.conf\" kubeconfig file");
            stage.take(0.5);
            stage.leave(node -> node.with(Kind.ADMIN_CONF));
        }
        stage.say("[control-plane] Using manifest folder \"/etc/kubernetes/manifests\"");
        stage.take(0.3);
        stage.leave(node -> node.with(Kind.MANIFESTS));
        stage.say("[check-etcd] Checking that the etcd cluster is healthy");
        stage.take(0.5);
    }

    private void download(ClusterState.Upload upload) {
        String failure = "error: error execution phase control-plane-prepare/download-certs: error downloading certs: ";
        if (upload.key() == null || upload.expires() <= stage.site().now()) {
            throw new ScriptFailure(
                    1,
                    failure + "error downloading the secret: Secret \"kubeadm-certs\" was not found in the"
                            + " \"kube-system\" Namespace. This Secret might have expired. Please, run `kubeadm init"
                            + " phase upload-certs --upload-certs` on a control plane to generate a new one");
        }
        if (!upload.key()
                .equals(join.path("controlPlane").path("certificateKey").asText())) {
            throw new ScriptFailure(
                    1, failure + "error decoding secret data with provided key: cipher: message authentication failed");
        }
    }

    private void startKubelet(LiveCluster cluster) {
        Node known = cluster.state().nodes().get(nodeName);
        if (known != null && cluster.ready(known).equals("True")) {
            throw new ScriptFailure(
                    1,
                    "error: error execution phase kubelet-start: a Node with name \"" + nodeName
                            + "\" and status \"Ready\" already exists in the cluster. You must delete the existing"
                            + " Node or change the name of this new joining Node");
        }
        stage.say("[kubelet-start] Writing kubelet configuration to file \"/var/lib/kubelet/config.yaml\"");
        stage.take(0.5);
        stage.say("[kubelet-start] Starting the kubelet");
        long now = stage.site().now();
        stage.leave(node -> node.of(cluster.state().caHash())
                .with(Kind.KUBELET_CONF, Kind.BOOTSTRAP_KUBELET_CONF)
                .withKubelet(now));
        stage.take(0.5);
    }

    private void joinEtcd(LiveCluster cluster) {
        String host = stage.host().name();
        if (cluster.state().etcd().members().contains(host)) {
            return;
        }
        if (!stage.holdsWithin(LEARNER_GIVE_UP, () -> learnerIsFree(cluster, host))) {
            throw new ScriptFailure(
                    1,
                    "error: error execution phase etcd-join: error creating local etcd static pod manifest file:"
                            + " etcdserver: too many learner members in cluster");
        }
        stage.say("[etcd] Announced new etcd member joining to the existing etcd cluster");
        cluster.change(state -> state.withEtcd(state.etcd().withLearner(host)));
        stage.leave(node -> node.with(Kind.ETCD_MANIFEST, Kind.ETCD_DATA));
        stage.say("[etcd] Waiting for the new etcd member to join the cluster. This can take up to 40s");
        stage.take(6);
        cluster.change(state -> state.withEtcd(state.etcd().withMember(host)));
        stage.say("[etcd] A learner was promoted as a voting member");
    }

    private static boolean learnerIsFree(LiveCluster cluster, String host) {
        String learner = cluster.state().etcd().learner();
        return learner == null || learner.equals(host);
    }

    private void bootstrap(LiveCluster cluster) {
        stage.say("[kubelet-start] Waiting for the kubelet to perform the TLS Bootstrap");
        if (!stage.holdsWithin(GIVE_UP, () -> LiveCluster.kubeletHealthy(stage.host()) && cluster.apiHealthy())) {
            throw new ScriptFailure(
                    1,
                    "error: error execution phase kubelet-wait-bootstrap: the kubelet is not healthy, or the API"
                            + " server does not answer: context deadline exceeded");
        }
        stage.take(0.5);
        stage.leave(node -> node.with(Kind.KUBELET_CERTIFICATE).without(Kind.BOOTSTRAP_KUBELET_CONF));
        Node known = cluster.state().nodes().get(nodeName);
        if (known == null || !known.machineId().equals(stage.state().identity().machineId()) || stale(known)) {
            cluster.change(state -> state.withNode(nodeName, newNode()));
        }
    }

    /** A Node of this host from before its reset: the kubelet writes it anew. */
    private boolean stale(Node known) {
        return known.joinedAt() < stage.node().goneAt();
    }

    private Node newNode() {
        return new Node(
                stage.host().name(),
                stage.state().identity().machineId(),
                KubeadmConfig.nodeAddress(join, stage.state().identity().address()),
                false,
                stage.state().software().kubeletVersion(),
                stage.site().now(),
                Map.of(),
                List.of(),
                Set.of(),
                Set.of(),
                "");
    }

    private void mark(LiveCluster cluster) {
        stage.take(0.3);
        cluster.change(
                state -> state.withNode(nodeName, state.nodes().get(nodeName).asControlPlane()));
        stage.say("[mark-control-plane] Marking the node " + nodeName + " as control-plane by adding the labels:"
                + " [node-role.kubernetes.io/control-plane]");
        stage.say("[wait-control-plane] Waiting for the kubelet to boot up the control plane as static Pods from"
                + " directory \"/etc/kubernetes/manifests\"");
        if (!stage.holdsWithin(GIVE_UP, () -> cluster.apiHealthyOn(stage.host()))) {
            throw new ScriptFailure(
                    1,
                    "error: error execution phase wait-control-plane: failed while waiting for the control plane to"
                            + " start: kube-apiserver check failed at https://"
                            + stage.state().identity().address() + ":6443/livez");
        }
    }
}
