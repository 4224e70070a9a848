package io.kubeforge.simulator.play;

import io.kubeforge.simulator.host.LiveCluster;
import io.kubeforge.simulator.host.SimulatedHost;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.ClusterState.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays network-probe and pod-lookup: one server of DNS on the first Ready node, and a pod elsewhere that asks it. */
final class NetworkPlays {
    private static final String SERVICE = "10.96.0.10";
    private static final String ANSWER = "10.96.0.1";

    private NetworkPlays() {}

    static void probe(Stage stage) {
        LiveCluster cluster = ApiClient.connectHere(stage);
        if (stage.required("ACTION").equals("end")) {
            return;
        }
        if (!cluster.state().has(Part.DNS)) {
            stage.say("service=");
            return;
        }
        String server = server(cluster).orElseThrow();
        List<String> candidates = stage.required("CANDIDATES")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        String node = candidates.stream()
                .filter(name -> !name.equals(server))
                .findFirst()
                .orElse(candidates.get(0));
        stage.say("running=yes");
        stage.say("node=" + node);
        stage.say("pod=kubeforge-network-probe");
        stage.say("service=" + SERVICE);
        stage.say("server=" + cluster.nodes().get(server).address() + " " + server);
    }

    static void lookup(Stage stage) {
        stage.say("found=yes");
        String address = stage.optional("SERVERS");
        boolean heard = stage.site()
                .hostAt(address)
                .filter(server -> reach(stage.host(), server))
                .isPresent();
        stage.say("address=" + (heard ? ANSWER : ""));
        stage.say("server=" + address + " " + (heard ? ANSWER : ""));
    }

    private static boolean reach(SimulatedHost from, SimulatedHost server) {
        boolean walled = from.state().body().walled() || server.state().body().walled();
        return from.equals(server) || !walled;
    }

    private static Optional<String> server(LiveCluster cluster) {
        return cluster.nodes().entrySet().stream()
                .filter(node -> cluster.ready(node.getValue()).equals("True"))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
