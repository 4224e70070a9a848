package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.LiveCluster;
import io.kubeforge.simulator.host.ScriptFailure;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.NodeFiles;
import io.kubeforge.simulator.state.NodeFiles.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The checks that kubeadm makes before it changes anything, as far as a simulated host can fail them. */
final class Preflight {
    private final Stage stage;
    private final Map<String, String> errors = new LinkedHashMap<>();

    private Preflight(Stage stage) {
        this.stage = stage;
    }

    /** What init checks. */
    static void init(Stage stage) {
        Preflight checks = new Preflight(stage);
        NodeFiles node = stage.node();
        boolean kubelet = LiveCluster.kubeletHealthy(stage.host());
        boolean controlPlane = kubelet && node.has(Kind.MANIFESTS);
        checks.ports(controlPlane, 6443, 10259, 10257);
        for (String component : List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler")) {
            checks.file(node.has(Kind.MANIFESTS), "/etc/kubernetes/manifests/" + component + ".yaml");
        }
        checks.file(node.has(Kind.ETCD_MANIFEST), "/etc/kubernetes/manifests/etcd.yaml");
        checks.prepared();
        checks.ports(kubelet, 10250);
        checks.ports(kubelet && node.has(Kind.ETCD_MANIFEST), 2379, 2380);
        if (node.has(Kind.ETCD_DATA)) {
            checks.errors.put("DirAvailable--var-lib-etcd", "/var/lib/etcd is not empty");
        }
        checks.judge();
    }

    /** What join checks. */
    static void join(Stage stage, boolean controlPlane) {
        Preflight checks = new Preflight(stage);
        NodeFiles node = stage.node();
        checks.prepared();
        checks.file(node.has(Kind.KUBELET_CONF), "/etc/kubernetes/kubelet.conf");
        checks.file(node.has(Kind.BOOTSTRAP_KUBELET_CONF), "/etc/kubernetes/bootstrap-kubelet.conf");
        checks.ports(LiveCluster.kubeletHealthy(stage.host()), 10250);
        checks.file(!controlPlane && node.caHash() != null, "/etc/kubernetes/pki/ca.crt");
        checks.judge();
    }

    private void prepared() {
        if (!stage.state().software().settings().contains("containerd is enabled")) {
            errors.put(
                    "CRI",
                    "could not connect to the container runtime: failed to create new CRI runtime service: validate"
                            + " service connection: validate CRI v1 runtime API for endpoint"
                            + " \"unix:///run/containerd/containerd.sock\"");
        }
        if (!stage.state().software().settings().contains("net.ipv4.ip_forward")) {
            errors.put(
                    "FileContent--proc-sys-net-ipv4-ip_forward",
                    "/proc/sys/net/ipv4/ip_forward contents are not set to 1");
        }
    }

    private void ports(boolean inUse, int... ports) {
        if (inUse) {
            Arrays.stream(ports).forEach(port -> errors.put("Port-" + port, "Port " + port + " is in use"));
        }
    }

    private void file(boolean exists, String path) {
        if (exists) {
            errors.put("FileAvailable-" + path.replace('/', '-'), path + " already exists");
        }
    }

    private void judge() {
        stage.say("[preflight] Running pre-flight checks");
        stage.take(0.5);
        List<String> ignored = Arrays.asList(
                stage.optional("IGNORE_ERRORS").toLowerCase(Locale.ROOT).split(","));
        errors.entrySet().removeIf(error -> {
            boolean ignore =
                    ignored.contains("all") || ignored.contains(error.getKey().toLowerCase(Locale.ROOT));
            if (ignore) {
                stage.complain("\t[WARNING " + error.getKey() + "]: " + error.getValue());
            }
            return ignore;
        });
        if (errors.isEmpty()) {
            return;
        }
        stage.complain("[preflight] Some fatal errors occurred:");
        errors.forEach((name, text) -> stage.complain("\t[ERROR " + name + "]: " + text));
        stage.complain("[preflight] If you know what you are doing, you can make a check non-fatal with"
                + " `--ignore-preflight-errors=...`");
        throw new ScriptFailure(1, "error: error execution phase preflight: preflight checks failed");
    }
}
