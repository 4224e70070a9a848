package io.kubeforge.model.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;

/** The columns of every kind, in the order in which {@code kubectl get} shows them. */
final class Columns {
    private static final Column NAME = Column.text("Name", "Name of the object.", "/metadata/name");
    private static final Column AGE = Column.since("Age", "Time since it was made.", "/metadata/creationTimestamp");

    static final List<Column> CLUSTER = List.of(
            NAME,
            Column.text("Phase", "A summary for people.", "/status/phase"),
            Column.text("Version", "Kubernetes version asked for.", "/spec/kubernetesVersion"),
            Column.text("Control-Plane", "Ready control-plane nodes, of those asked for.", "/status/controlPlane"),
            Column.text("Workers", "Ready workers, of those asked for.", "/status/workers"),
            Column.condition("Ready", "Whether everything asked for is there.", ClusterStatus.READY),
            AGE,
            Column.text("Endpoint", "The API server as users reach it.", "/status/endpoint")
                    .wide(),
            Column.text("Operation", "The newest Operation.", "/status/operation")
                    .wide(),
            Column.conditionMessage("Message", "Why the cluster is, or is not, ready.", ClusterStatus.READY)
                    .wide());

    static final List<Column> HOST = List.of(
            NAME,
            Column.text("Address", "Where its SSH server is reached.", "/spec/address"),
            Column.text("Cluster", "The cluster that holds it.", "/status/clusterRef/name"),
            Column.text("Role", "What it is in its cluster.", "/status/role"),
            Column.text("Step", "The step under way or done last.", "/status/step"),
            Column.condition("Ready", "Whether it is a Ready node of its cluster.", HostStatus.READY),
            AGE,
            Column.condition("Reachable", "Whether the last contact succeeded.", HostStatus.REACHABLE)
                    .wide(),
            Column.text("OS", "Its operating system.", "/status/facts/os").wide(),
            Column.text("Architecture", "Its architecture.", "/status/facts/architecture")
                    .wide());

    static final List<Column> OPERATION = List.of(
            NAME,
            Column.text("Cluster", "The cluster worked on.", "/spec/cluster"),
            Column.text("Type", "What the work is.", "/spec/type"),
            Column.text("Phase", "How far the work is.", "/status/phase"),
            Column.pair("Hosts", "Hosts that are done, of those with work.", "/status/hostsDone", "/status/hosts"),
            AGE,
            Column.text("Workflow", "ID of its workflow.", "/status/workflowId").wide());

    static final List<Column> SECRET = List.of(
            NAME,
            Column.text("Type", "What the Secret is for.", "/type"),
            Column.count("Data", "Number of its entries.", "/data"),
            AGE);

    static final List<Column> CONFIG_MAP =
            List.of(NAME, Column.count("Data", "Number of its entries.", "/data", "/binaryData"), AGE);

    static final List<Column> NAMESPACE =
            List.of(NAME, Column.text("Status", "Active or Terminating.", "/status/phase"), AGE);

    static final List<Column> EVENT = List.of(
            Column.since("Last Seen", "Time since it happened last.", "/lastTimestamp"),
            Column.text("Type", "Normal or Warning.", "/type"),
            Column.text("Reason", "Why it happened, in one word.", "/reason"),
            new Column("Object", "string", "What it happened to.", 0, EventObject::shown),
            Column.text("Message", "What happened.", "/message"),
            Column.text("Source", "Who saw it.", "/source/component").wide(),
            Column.since("First Seen", "Time since it happened first.", "/firstTimestamp")
                    .wide(),
            Column.text("Count", "How often it happened.", "/count").wide(),
            NAME.wide());

    private Columns() {}

    /** How an Event's object is named: kind in lower case, a slash, the name. */
    private static final class EventObject {
        static JsonNode shown(JsonNode event) {
            String kind = event.at("/involvedObject/kind").asText().toLowerCase(Locale.ROOT);
            String name = event.at("/involvedObject/name").asText();
            return TextNode.valueOf(kind + "/" + name);
        }
    }
}
