package io.kubeforge.simulator.play;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubeforge.simulator.host.LiveCluster;
import io.kubeforge.simulator.host.ScriptFailure;
import io.kubeforge.simulator.host.SimulatedHost;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.ClusterState;
import io.kubeforge.simulator.state.ClusterState.Part;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;

/** How a joining host finds its cluster: by the endpoint's address, the token and the pinned CA. */
final class Discovery {
    private static final double GIVE_UP = 300;

    private final Stage stage;
    private final String endpoint;
    private final KubeadmConfig.Token token;
    private final List<String> pins;

    private Discovery(Stage stage, JsonNode join) {
        JsonNode bootstrap = join.path("discovery").path("bootstrapToken");
        this.stage = stage;
        this.endpoint = bootstrap.path("apiServerEndpoint").asText();
        this.token = KubeadmConfig.token(bootstrap.path("token").asText());
        this.pins = StreamSupport.stream(bootstrap.path("caCertHashes").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** The cluster, once it answers and knows the token; kubeadm is patient for five minutes. */
    static LiveCluster cluster(Stage stage, JsonNode join) {
        return new Discovery(stage, join).untilItAnswers();
    }

    private LiveCluster untilItAnswers() {
        AtomicReference<String> reason = new AtomicReference<>("");
        AtomicReference<LiveCluster> found = new AtomicReference<>();
        boolean there = stage.holdsWithin(GIVE_UP, () -> {
            Optional<LiveCluster> answering = answering();
            if (answering.isEmpty()) {
                reason.set("failed to request the cluster-info ConfigMap: Get \"https://" + endpoint
                        + "/api/v1/namespaces/kube-public/configmaps/cluster-info?timeout=10s\": dial tcp " + endpoint
                        + ": connect: connection refused");
                return false;
            }
            found.set(answering.get());
            refuseOtherAuthority(answering.get());
            reason.set(
                    "could not find a JWS signature in the cluster-info ConfigMap for token ID \"" + token.id() + "\"");
            return signed(answering.get().state());
        });
        if (!there) {
            throw new ScriptFailure(
                    1,
                    "error: error execution phase preflight: couldn't validate the identity of the API Server: "
                            + reason.get());
        }
        return found.get();
    }

    /** A host's own address leads to that host; any other name is somebody's balancer before all control planes. */
    private Optional<LiveCluster> answering() {
        String name = endpoint.replaceFirst(":\\d+$", "");
        String address = stage.state().names().getOrDefault(name, name);
        Optional<SimulatedHost> host = stage.site().hostAt(address);
        if (host.isPresent()) {
            return LiveCluster.of(stage.site(), host.get().state().node().caHash())
                    .filter(cluster -> cluster.apiHealthyOn(host.get()));
        }
        return pins.stream()
                .flatMap(pin -> LiveCluster.of(stage.site(), pin).stream())
                .filter(LiveCluster::apiHealthy)
                .findFirst();
    }

    private void refuseOtherAuthority(LiveCluster cluster) {
        if (!pins.contains(cluster.state().caHash())) {
            throw new ScriptFailure(
                    1,
                    "error: error execution phase preflight: couldn't validate the identity of the API Server: cluster"
                            + " CA found in cluster-info ConfigMap is invalid: none of the public keys \""
                            + cluster.state().caHash() + "\" are pinned");
        }
    }

    private boolean signed(ClusterState state) {
        ClusterState.Token known = state.tokens().get(token.id());
        return state.has(Part.CLUSTER_INFO)
                && known != null
                && known.secret().equals(token.secret())
                && known.expires() > stage.site().now();
    }
}
