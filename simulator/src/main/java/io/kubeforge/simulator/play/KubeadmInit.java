package io.kubeforge.simulator.play;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.simulator.host.LiveCluster;
import io.kubeforge.simulator.host.ScriptFailure;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.ClusterState;
import io.kubeforge.simulator.state.ClusterState.Node;
import io.kubeforge.simulator.state.ClusterState.Part;
import io.kubeforge.simulator.state.ClusterState.Upload;
import io.kubeforge.simulator.state.NodeFiles.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plays kubeadm-init: each phase takes its time and leaves its traces, so that it can be cut off anywhere. */
final class KubeadmInit {
    private static final long UPLOAD_MILLIS = Duration.ofHours(2).toMillis();
    private static final double GIVE_UP = 240;

    private final Stage stage;
    private final KubeadmConfig config;
    private final String nodeName;

    private KubeadmInit(Stage stage) {
        this.stage = stage;
        this.config = KubeadmConfig.parse(stage.required("CONFIG"));
        this.nodeName =
                KubeadmConfig.nodeName(config.init(), stage.state().identity().name());
    }

    static void play(Stage stage) {
        NodeMark.claim(stage);
        NodeMark.withJournal(stage, () -> new KubeadmInit(stage).run());
    }

    private void run() {
        stage.say("[init] Using Kubernetes version: " + version());
        if (!stage.required("RESUME").equals("yes")) {
            Preflight.init(stage);
            stage.say("[preflight] Pulling images required for setting up a Kubernetes cluster");
            stage.take(2);
        }
        certificates();
        kubeconfigs();
        manifests();
        startKubelet();
        waitForControlPlane();
        uploadConfiguration();
        markControlPlane();
        bootstrapToken();
        addons();
        stage.say("\nYour Kubernetes control-plane has initialized successfully!");
    }

    private String version() {
        String version = config.cluster().path("kubernetesVersion").asText();
        if (version.isEmpty()) {
            throw new ScriptFailure(3, "error: the simulator needs kubernetesVersion in the ClusterConfiguration");
        }
        return version;
    }

    private void certificates() {
        stage.say("[certs] Using certificateDir folder \"/etc/kubernetes/pki\"");
        if (stage.node().caHash() == null) {
            stage.take(0.3);
            // In one: a power cut leaves either no CA, or one that is on the disk.
            stage.leave(
                    node -> node.of(stage.site().clusters().create(version()).caHash()));
            stage.say("[certs] Generating \"ca\" certificate and key");
        } else {
            stage.say("[certs] Using existing ca certificate authority");
        }
        if (stage.node().has(Kind.CONTROL_PLANE_CERTIFICATES)) {
            return;
        }
        for (String name : List.of("apiserver", "front-proxy-ca", "etcd/ca", "etcd/server", "sa")) {
            stage.take(0.2);
            stage.say("[certs] Generating \"" + name + "\" certificate and key");
        }
        stage.leave(node -> node.with(Kind.CONTROL_PLANE_CERTIFICATES));
    }

    private void kubeconfigs() {
        stage.say("[kubeconfig] Using kubeconfig folder \"/etc/kubernetes\"");
        if (stage.node().has(Kind.ADMIN_CONF)) {
            stage.say("[kubeconfig] Using existing kubeconfig file: \"/etc/kubernetes/admin.conf\"");
            return;
        }
        stage.take(0.5);
        stage.leave(node -> node.with(Kind.ADMIN_CONF, Kind.KUBELET_CONF));
        stage.say("[kubeconfig] Writing \"admin.conf\" kubeconfig file");
        stage.say("[kubeconfig] Writing \"super-admin.conf\" kubeconfig file");
        stage.say("[kubeconfig] Writing \"kubelet.conf\" kubeconfig file");
    }

    private void manifests() {
        stage.say("[etcd] Creating static Pod manifest for local etcd in \"/etc/kubernetes/manifests\"");
        stage.take(0.2);
        stage.leave(node -> node.with(Kind.ETCD_MANIFEST));
        stage.say("[control-plane] Using manifest folder \"/etc/kubernetes/manifests\"");
        stage.take(0.2);
        stage.leave(node -> node.with(Kind.MANIFESTS));
    }

    private void startKubelet() {
        stage.say("[kubelet-start] Writing kubelet configuration to file \"/var/lib/kubelet/config.yaml\"");
        stage.take(0.3);
        stage.say("[kubelet-start] Starting the kubelet");
        long now = stage.site().now();
        stage.leave(node -> node.withKubelet(now).with(Kind.ETCD_DATA));
        cluster().change(state -> state.withEtcd(state.etcd().withMember(hostName())));
        stage.take(0.5);
    }

    private void waitForControlPlane() {
        stage.say("[wait-control-plane] Waiting for the kubelet to boot up the control plane as static Pods from"
                + " directory \"/etc/kubernetes/manifests\"");
        if (!stage.holdsWithin(GIVE_UP, () -> cluster().apiHealthyOn(stage.host()))) {
            throw new ScriptFailure(
                    1,
                    "error: error execution phase wait-control-plane: failed while waiting for the control plane to"
                            + " start: kube-apiserver check failed at https://"
                            + stage.state().identity().address() + ":6443/livez");
        }
        stage.say("[control-plane-check] kube-apiserver is healthy");
        // The kubelet registers the Node by itself as soon as the API answers.
        stage.leave(node -> node.with(Kind.KUBELET_CERTIFICATE));
        if (!registered()) {
            cluster().change(state -> state.withNode(nodeName, newNode()));
        }
    }

    private boolean registered() {
        Node known = cluster().state().nodes().get(nodeName);
        return known != null
                && known.machineId().equals(stage.state().identity().machineId());
    }

    private Node newNode() {
        return new Node(
                hostName(),
                stage.state().identity().machineId(),
                KubeadmConfig.nodeAddress(
                        config.init(), stage.state().identity().address()),
                false,
                stage.state().software().kubeletVersion(),
                stage.site().now(),
                Map.of(),
                List.of(),
                Set.of(),
                Set.of(),
                "");
    }

    private void uploadConfiguration() {
        stage.say("[upload-config] Storing the configuration used in ConfigMap \"kubeadm-config\" in the"
                + " \"kube-system\" Namespace");
        stage.take(0.3);
        cluster().change(state -> state.with(Set.of(Part.KUBEADM_CONFIG)));
        stage.say("[upload-certs] Storing the certificates in Secret \"kubeadm-certs\" in the \"kube-system\""
                + " Namespace");
        stage.take(0.3);
        String key = config.init().path("certificateKey").asText();
        Upload upload = new Upload(key, stage.site().now() + UPLOAD_MILLIS);
        cluster().change(state -> state.withUpload(upload));
        stage.say("[upload-certs] Using certificate key:\n<value withheld>");
    }

    private void markControlPlane() {
        stage.take(0.2);
        cluster()
                .change(state -> state.withNode(
                        nodeName,
                        state.nodes().getOrDefault(nodeName, newNode()).asControlPlane()));
        stage.say("[mark-control-plane] Marking the node " + nodeName + " as control-plane by adding the labels:"
                + " [node-role.kubernetes.io/control-plane]");
    }

    private void bootstrapToken() {
        stage.say("[bootstrap-token] Using token: <value withheld>");
        stage.take(0.4);
        for (JsonNode entry : config.init().path("bootstrapTokens")) {
            KubeadmConfig.Token token = KubeadmConfig.token(entry.path("token").asText());
            long expires = stage.site().now() + lifetime(entry.path("ttl").asText("24h0m0s"));
            cluster().change(state -> state.withToken(token.id(), new ClusterState.Token(token.secret(), expires)));
        }
        cluster().change(state -> state.with(Set.of(Part.CLUSTER_INFO)));
        stage.say("[bootstrap-token] Creating the \"cluster-info\" ConfigMap in the \"kube-public\" namespace");
    }

    /** A duration as Go writes it, of which hours, minutes and seconds are also ISO 8601. */
    private static long lifetime(String text) {
        return Duration.parse("PT" + text).toMillis();
    }

    private void addons() {
        stage.say("[kubelet-finalize] Updating \"/etc/kubernetes/kubelet.conf\" to point to a rotatable kubelet client"
                + " certificate and key");
        stage.take(0.5);
        EnumSet<Part> parts = EnumSet.of(Part.ADDONS);
        if (!config.cluster().path("dns").path("disabled").asBoolean()) {
            parts.add(Part.DNS);
            stage.say("[addons] Applied essential addon: CoreDNS");
        }
        if (!config.cluster().path("proxy").path("disabled").asBoolean()) {
            parts.add(Part.PROXY);
            stage.say("[addons] Applied essential addon: kube-proxy");
        }
        cluster().change(state -> state.with(parts));
    }

    private LiveCluster cluster() {
        return stage.cluster()
                .orElseThrow(() -> new ScriptFailure(1, "error: there is no CA in /etc/kubernetes/pki any more"));
    }

    private String hostName() {
        return stage.host().name();
    }
}
