package io.kubeforge.standalone.quickstart;

import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Condition;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.kind.Operation;
import io.kubeforge.model.kind.Secret;
import io.kubeforge.standalone.process.DataFolder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** The last words of a quickstart: what there is now, and what to do with it. */
record Summary(DataFolder folder, String apiUrl, ApiClient api) {
    private static final String SIMULATED = """
            These hosts are simulated: everything from the API to SSH is real, but no Kubernetes runs there and
            nothing answers at the cluster's address. For a real cluster: ./kubeforge quickstart --hosts FILE
            (see examples/hosts.yaml).
            """;

    void print(PrintStream out, Progress end, boolean simulated) {
        out.println();
        Cluster cluster = end.cluster();
        if (cluster == null) {
            out.println("The cluster has not been seen yet; look with the command below.");
        } else if (end.isReady()) {
            out.println("Ready: cluster " + cluster.metadata().namespace() + "/"
                    + cluster.metadata().name() + ", Kubernetes "
                    + cluster.spec().kubernetesVersion() + ", "
                    + cluster.status().nodes() + " nodes, API server "
                    + cluster.status().endpoint());
        } else {
            printFailure(out, cluster);
        }
        if (simulated) {
            out.println();
            out.print(SIMULATED);
        }
        printCommands(out, cluster);
    }

    private void printFailure(PrintStream out, Cluster cluster) {
        String type = Conditions.isTrue(cluster.status().conditions(), ClusterStatus.STALLED)
                ? ClusterStatus.STALLED
                : ClusterStatus.READY;
        Optional<Condition> condition = Conditions.find(cluster.status().conditions(), type);
        out.println("Not ready: cluster " + cluster.metadata().name() + ": "
                + condition.map(Condition::reason).orElse("no reason was given"));
        condition.map(Condition::message).ifPresent(out::println);
        operation(cluster).ifPresent(operation -> operation
                .status()
                .failures()
                .forEach(failure ->
                        out.println("  " + failure.host() + ": " + failure.reason() + ": " + failure.message())));
    }

    private Optional<Operation> operation(Cluster cluster) {
        String name = cluster.status().operation();
        return name == null
                ? Optional.empty()
                : api.get(Kinds.OPERATION, cluster.metadata().namespace(), name);
    }

    private void printCommands(PrintStream out, Cluster cluster) {
        String kubectl = "kubectl --kubeconfig " + shown(folder.kubeconfig());
        out.println();
        out.println("KubeForge's own API, as kubectl and as curl reach it:");
        out.println("  " + kubectl + " get clusters,hosts");
        out.println("  curl --cacert " + shown(folder.authority()) + " -H @" + shown(folder.authorization()) + " "
                + apiUrl + "/apis/kubeforge.io/v1alpha1/clusters");
        if (cluster == null) {
            return;
        }
        out.println("The workflow that made it:");
        out.println("  "
                + operation(cluster)
                        .map(operation -> operation.status().temporalUrl())
                        .orElse("(no Temporal Web UI)"));
        out.println("The new cluster's kubeconfig:");
        out.println("  (umask 077; " + kubectl + " get secret " + cluster.kubeconfigSecret() + " -o jsonpath='{.data."
                + Secret.KUBECONFIG + "}' | base64 -d > " + cluster.metadata().name() + ".kubeconfig)");
    }

    private static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
