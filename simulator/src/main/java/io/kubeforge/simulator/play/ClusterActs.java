package io.kubeforge.simulator.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubeforge.simulator.host.LiveCluster;
import io.kubeforge.simulator.host.ScriptFailure;
import io.kubeforge.simulator.host.Stage;
import io.kubeforge.simulator.state.ClusterState;
import io.kubeforge.simulator.state.ClusterState.Network;
import io.kubeforge.simulator.state.ClusterState.Node;
import io.kubeforge.simulator.state.ClusterState.Upload;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plays join-token, network-install and node-settings: what is done to a cluster by one of its control planes. */
final class ClusterActs {
    private static final long AN_HOUR = Duration.ofHours(1).toMillis();
    private static final long A_DAY = Duration.ofHours(24).toMillis();
    private static final YAMLMapper YAML = new YAMLMapper();

    private ClusterActs() {}

    static void joinToken(Stage stage) {
        KubeadmConfig.Token token = KubeadmConfig.token(stage.required("TOKEN"));
        LiveCluster cluster = ApiClient.connect(stage);
        long now = stage.site().now();
        stage.take(0.5);
        ClusterState.Token known = cluster.state().tokens().get(token.id());
        boolean good = known != null && known.secret().equals(token.secret()) && known.expires() >= now + AN_HOUR;
        long expires = good ? known.expires() : now + A_DAY;
        if (!good) {
            cluster.change(state -> state.withToken(token.id(), new ClusterState.Token(token.secret(), expires)));
        }
        String key = stage.optional("CERTIFICATE_KEY");
        if (!key.isEmpty()) {
            stage.take(0.3);
            Upload upload = new Upload(key, now + 2 * AN_HOUR);
            cluster.change(state -> state.withUpload(upload));
        }
        stage.say("ca_hash=" + cluster.state().caHash());
        stage.say("expires=" + Instant.ofEpochMilli(expires).truncatedTo(ChronoUnit.SECONDS));
    }

    static void networkInstall(Stage stage) {
        // What a URL gives is not fetched here: one DaemonSet stands for it.
        String manifest = stage.optional("URL").isEmpty()
                ? stage.required("MANIFEST")
                : "{kind: DaemonSet, apiVersion: apps/v1, metadata: {namespace: kube-system, name: fetched}}";
        LiveCluster cluster = ApiClient.connect(stage);
        Set<String> daemonSets = new TreeSet<>();
        stage.take(0.5);
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(manifest)) {
            while (documents.hasNextValue()) {
                JsonNode document = documents.nextValue();
                if (document.isObject()) {
                    stage.say(applied(document));
                    if (document.path("kind").asText().equals("DaemonSet")) {
                        daemonSets.add(document.at("/metadata/namespace").asText("default") + "/"
                                + document.at("/metadata/name").asText());
                    }
                }
            }
        } catch (IOException e) {
            throw new ScriptFailure(1, "error: error parsing STDIN: " + e.getMessage());
        }
        stage.take(0.5);
        long now = stage.site().now();
        cluster.change(state -> {
            Set<String> all = new TreeSet<>(state.network().daemonSets());
            all.addAll(daemonSets);
            long since = state.network().since() == 0 && !all.isEmpty()
                    ? now
                    : state.network().since();
            return state.withNetwork(new Network(since, all));
        });
    }

    private static String applied(JsonNode document) {
        String version = document.path("apiVersion").asText();
        String group = version.contains("/") ? "." + version.substring(0, version.indexOf('/')) : "";
        String kind = document.path("kind").asText().toLowerCase(Locale.ROOT);
        return kind + group + "/" + document.at("/metadata/name").asText() + " serverside-applied";
    }

    static void nodeSettings(Stage stage) {
        LiveCluster cluster = ApiClient.connect(stage);
        List<Settings> all = Settings.parse(stage.required("NODES"));
        for (Settings settings : all) {
            String name = settings.node();
            if (!cluster.state().nodes().containsKey(name)) {
                throw new ScriptFailure(1, "Error from server (NotFound): nodes \"" + name + "\" not found");
            }
            stage.take(0.5);
            cluster.change(state -> state.withNode(name, settled(state.nodes().get(name), settings)));
            stage.say(name + " has its labels and taints");
        }
    }

    /** What an earlier call set and this one does not name is taken away; what others set stays. */
    private static Node settled(Node node, Settings wanted) {
        Map<String, String> nextLabels = new TreeMap<>(node.labels());
        node.ourLabels().forEach(nextLabels::remove);
        nextLabels.putAll(wanted.labels());
        List<String> nextTaints = new ArrayList<>(node.taints());
        nextTaints.removeIf(taint -> node.ourTaints().contains(taint)
                || wanted.taints().stream().anyMatch(ours -> identity(ours).equals(identity(taint))));
        nextTaints.addAll(wanted.taints());
        return node.withSettings(
                wanted.digest(), nextLabels, wanted.labels().keySet(), nextTaints, Set.copyOf(wanted.taints()));
    }

    /** What the script reads of one node. */
    private record Settings(String node, String digest, Map<String, String> labels, List<String> taints) {
        private static List<Settings> parse(String text) {
            List<Settings> all = new ArrayList<>();
            for (String line : lines(text)) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "node" -> all.add(new Settings(words[1], words[2], new TreeMap<>(), new ArrayList<>()));
                    case "label" -> {
                        String[] label = words[1].split("=", 2);
                        all.get(all.size() - 1).labels().put(label[0], label.length == 1 ? "" : label[1]);
                    }
                    default -> all.get(all.size() - 1).taints().add(words[1]);
                }
            }
            return all;
        }
    }

    /** Key and effect: a Node has at most one taint of the same. */
    private static String identity(String taint) {
        return taint.replaceFirst("=[^:]*", "");
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }
}
