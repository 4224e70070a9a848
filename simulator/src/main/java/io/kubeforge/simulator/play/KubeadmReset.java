package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.LiveCluster;
import io.kubeforge.simulator.host.ScriptFailure;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.NodeFiles;
import io.kubeforge.simulator.state.NodeFiles.Kind;
import java.util.Optional;

/** Plays kubeadm-reset: the host becomes a plain one again; its Node object stays, as it does in truth. */
final class KubeadmReset {
    private KubeadmReset() {}

    static void play(Stage stage) {
        String uid = stage.required("CLUSTER_UID");
        NodeMark.refuseForeign(stage, uid);
        if (stage.state().owner() == null) {
            refuseUnmarked(stage);
            return;
        }
        stage.say("==> Reset");
        if (stage.state().software().packages().containsKey("kubeadm")) {
            kubeadm(stage);
        }
        long now = stage.site().now();
        stage.leave(node -> node.any() ? NodeFiles.resetAt(now) : node);
        stage.say("==> Network");
        stage.take(0.2);
        stage.say("==> Virtual address");
        stage.install(VirtualIp::removed);
        stage.say("==> Names");
        stage.change(state -> state.withoutNames());
        stage.change(state -> state.withOwner(null));
        stage.say("This host is a plain host again.");
    }

    private static void refuseUnmarked(Stage stage) {
        if (!stage.node().any()) {
            stage.say("This host is no node; there is nothing to do.");
            return;
        }
        throw new ScriptFailure(
                3, "This host holds /etc/kubernetes/pki/ca.crt, which KubeForge did not make; nothing was done.");
    }

    private static void kubeadm(Stage stage) {
        stage.say("[preflight] Running pre-flight checks");
        removeEtcdMember(stage);
        stage.say("[reset] Stopping the kubelet service");
        stage.take(0.3);
        stage.say("[reset] Unmounting mounted directories in \"/var/lib/kubelet\"");
        stage.say("[reset] Deleting contents of directories: [/etc/kubernetes/manifests /var/lib/kubelet"
                + " /etc/kubernetes/pki]");
    }

    private static void removeEtcdMember(Stage stage) {
        Optional<LiveCluster> cluster = stage.cluster();
        String host = stage.host().name();
        if (!stage.node().has(Kind.ETCD_DATA) || cluster.isEmpty()) {
            return;
        }
        stage.take(0.5);
        LiveCluster live = cluster.get();
        if (!live.apiHealthy()) {
            stage.complain("[reset] Failed to remove etcd member: the API server does not answer, please manually"
                    + " remove this etcd member using etcdctl");
            return;
        }
        // The last member cannot be removed; its data goes with the host.
        if (live.state().etcd().members().size() > 1) {
            live.change(state -> state.withEtcd(state.etcd().without(host)));
        }
    }
}
