package io.kubeforge.standalone.quickstart;

import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Condition;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a cluster and its hosts at one moment, and what of it people want to read.
 *
 * @param cluster the cluster; null until it was seen
 * @param hosts the hosts that were seen, by name
 */
record Progress(Cluster cluster, Map<String, Host> hosts) {
    static final Progress NOTHING_SEEN = new Progress(null, Map.of());

    Progress with(Cluster seen) {
        return new Progress(seen, hosts);
    }

    Progress with(Host seen) {
        Map<String, Host> all = new TreeMap<>(hosts);
        all.put(seen.metadata().name(), seen);
        return new Progress(cluster, all);
    }

    /** Whether everything that was asked for is there. */
    boolean isReady() {
        return holds(ClusterStatus.READY);
    }

    /** Whether nothing more will happen until somebody changes something. */
    boolean isStalled() {
        return holds(ClusterStatus.STALLED);
    }

    private boolean holds(String type) {
        return cluster != null
                && cluster.metadata().generation().equals(cluster.status().observedGeneration())
                && Conditions.isTrue(cluster.status().conditions(), type);
    }

    /** One line on the cluster. */
    String headline(Instant now) {
        if (cluster == null) {
            return "cluster: not seen yet";
        }
        ClusterStatus status = cluster.status();
        String message = Conditions.find(status.conditions(), ClusterStatus.READY)
                .map(Condition::message)
                .orElse("");
        return "cluster " + cluster.metadata().name() + " " + cluster.spec().kubernetesVersion() + ": "
                + text(status.phase(), "Pending") + ", nodes " + text(status.nodes(), "-")
                + (isReady() ? "" : ", " + elapsed(cluster.metadata().creationTimestamp(), now))
                + (message == null || message.isBlank() ? "" : ", " + message);
    }

    /** One row per host of the cluster, in the order of its spec. */
    List<Row> rows(Instant now) {
        if (cluster == null) {
            return List.of();
        }
        return cluster.spec().hostNames().stream().map(name -> row(name, now)).toList();
    }

    private Row row(String name, Instant now) {
        Host host = hosts.get(name);
        String role = cluster.spec().controlPlane().hosts().contains(name) ? "control plane" : "worker";
        if (host == null) {
            return new Row(name, role, "-", "not seen yet", "-", "");
        }
        HostStatus status = host.status();
        Optional<Condition> unreachable = failed(status, HostStatus.REACHABLE);
        Optional<Condition> notReady = failed(status, HostStatus.READY);
        String step = text(status.step(), "-");
        if (Conditions.isTrue(status.conditions(), HostStatus.READY)) {
            String until = Conditions.find(status.conditions(), HostStatus.READY)
                    .map(Condition::lastTransitionTime)
                    .orElse(null);
            return new Row(name, role, step, "ready", between(cluster.metadata().creationTimestamp(), until), "");
        }
        Optional<Condition> problem = unreachable.isPresent() ? unreachable : notReady;
        String state = problem.map(Condition::reason)
                .filter(reason -> !reason.isBlank())
                .orElse(status.step() == null ? "waiting" : "working");
        String message = problem.map(Condition::message).orElse("");
        return new Row(name, role, step, state, elapsed(status.stepStartedAt(), now), message);
    }

    private static Optional<Condition> failed(HostStatus status, String type) {
        return Conditions.find(status.conditions(), type)
                .filter(condition -> Condition.FALSE.equals(condition.status()));
    }

    private static String text(String value, String absent) {
        return value == null || value.isBlank() ? absent : value;
    }

    private static String elapsed(String since, Instant now) {
        return between(since, now.toString());
    }

    private static String between(String since, String until) {
        if (since == null || until == null) {
            return "-";
        }
        try {
            return Durations.text(Duration.between(Instant.parse(since), Instant.parse(until)));
        } catch (DateTimeParseException unreadable) {
            return "-";
        }
    }

    /** What is shown of a host. */
    record Row(String host, String role, String step, String state, String elapsed, String message) {
        /** All of it but the host, in words. */
        String summary() {
            String what = step.equals("-") ? state : step + ": " + state;
            String since = state.equals("ready") && !elapsed.equals("-") ? " after " + elapsed : "";
            return what + since + (message.isBlank() ? "" : ": " + message);
        }

        /** Whether both rows say the same, but for the time that passed. */
        boolean saysTheSame(Row other) {
            return other != null
                    && host.equals(other.host)
                    && step.equals(other.step)
                    && state.equals(other.state)
                    && message.equals(other.message);
        }
    }
}
