package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.LiveCluster;
import io.kubeforge.simulator.host.ScriptFailure;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.NodeFiles.Kind;

/** What kubectl with admin.conf does on a host: it finds the cluster's API, or fails as kubectl does. */
final class ApiClient {
    private ApiClient() {}

    /** The cluster behind admin.conf. */
    static LiveCluster connect(Stage stage) {
        if (!stage.node().has(Kind.ADMIN_CONF)) {
            throw new ScriptFailure(1, "error: stat /etc/kubernetes/admin.conf: no such file or directory");
        }
        return stage.cluster().filter(LiveCluster::apiHealthy).orElseThrow(() -> refused(stage));
    }

    /** The cluster by this host's own API server. */
    static LiveCluster connectHere(Stage stage) {
        if (!stage.node().has(Kind.MANIFESTS)) {
            throw new ScriptFailure(
                    2, "sed: can't read /etc/kubernetes/manifests/kube-apiserver.yaml: No such file or directory");
        }
        LiveCluster cluster = connect(stage);
        if (!cluster.apiHealthyOn(stage.host())) {
            throw refused(stage);
        }
        return cluster;
    }

    private static ScriptFailure refused(Stage stage) {
        return new ScriptFailure(
                1,
                "The connection to the server " + stage.state().identity().address()
                        + ":6443 was refused - did you specify the right host or port?");
    }
}
