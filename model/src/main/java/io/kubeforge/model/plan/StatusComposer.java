package io.kubeforge.model.plan;

import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Condition;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostStatus;
import io.kubeforge.model.plan.ClusterReport.Stage;
import java.util.List;
import java.util.Map;

/** Composes a cluster's status from a report and its hosts: the one place where a Cluster's conditions are made. */
public final class StatusComposer {
    private StatusComposer() {}

    /**
     * The status after the report.
     *
     * @param hosts the Host objects of the spec that exist, by name
     * @param caCertHash the hash of the cluster's CA, null until it is known
     * @param endpoint the API server's address as users reach it, null until it is known
     * @param now RFC 3339
     */
    public static ClusterStatus compose(
            Cluster cluster,
            ClusterReport report,
            Map<String, Host> hosts,
            String caCertHash,
            String endpoint,
            String now) {
        ClusterStatus old = cluster.status();
        List<String> controlPlanes = cluster.spec().controlPlane().hosts();
        List<String> all = cluster.spec().hostNames();
        List<String> workers = all.subList(controlPlanes.size(), all.size());
        return new ClusterStatus(
                report.generation(),
                phase(report, old),
                conditions(old, report, now),
                endpoint == null ? old.endpoint() : endpoint,
                caCertHash == null ? old.caCertHash() : caCertHash,
                caCertHash == null ? old.initializedOn() : controlPlanes.get(0),
                ready(all, hosts),
                ready(controlPlanes, hosts),
                ready(workers, hosts),
                report.operation() == null ? old.operation() : report.operation(),
                Findings.of(cluster, hosts),
                report.requestedAt(),
                report.number());
    }

    private static String phase(ClusterReport report, ClusterStatus old) {
        return switch (report.stage()) {
            case PROGRESSING ->
                Conditions.isTrue(old.conditions(), ClusterStatus.AVAILABLE) ? "Updating" : "Provisioning";
            case READY -> "Ready";
            case RETRYING -> "Degraded";
            case STALLED -> report.milestones().available() ? "Degraded" : "Stalled";
            case PAUSED -> "Paused";
            case CANCELLED -> "Cancelled";
            case DELETING -> "Deleting";
        };
    }

    private static List<Condition> conditions(ClusterStatus old, ClusterReport report, String now) {
        Stage stage = report.stage();
        String reason = reason(report);
        String message = message(report);
        Writer write = new Writer(old.conditions(), report.generation(), now);
        boolean available = holds(report, report.milestones().available(), old, ClusterStatus.AVAILABLE);
        boolean working = stage == Stage.PROGRESSING || stage == Stage.RETRYING || stage == Stage.DELETING;
        boolean stalled = stage == Stage.STALLED || stage == Stage.PAUSED || stage == Stage.CANCELLED;

        write.set(ClusterStatus.READY, stage == Stage.READY, reason, message);
        write.set(ClusterStatus.AVAILABLE, available, available ? "ApiAndNetworkWork" : reason, message);
        boolean degraded = !report.obstacles().isEmpty() && stage != Stage.DELETING;
        write.set(ClusterStatus.DEGRADED, degraded, degraded ? reason : "NothingMissing", degraded ? message : "");
        milestone(write, ClusterStatus.CONTROL_PLANE_INITIALIZED, initialised(report, old));
        boolean network = holds(report, report.milestones().network(), old, ClusterStatus.NETWORK_READY);
        milestone(write, ClusterStatus.NETWORK_READY, network);
        write.setOrRemove(ClusterStatus.RECONCILING, working, reason, message);
        write.setOrRemove(ClusterStatus.STALLED, stalled, reason, message);
        return write.conditions;
    }

    /** While work is under way, what was true before stays true: the pass has not looked at it yet. */
    private static boolean holds(ClusterReport report, boolean reached, ClusterStatus old, String type) {
        boolean lookedAt =
                report.stage() == Stage.READY || report.stage() == Stage.RETRYING || report.stage() == Stage.STALLED;
        return reached || (!lookedAt && Conditions.isTrue(old.conditions(), type));
    }

    /** A control plane that was initialised once stays so. */
    private static boolean initialised(ClusterReport report, ClusterStatus old) {
        return report.milestones().controlPlane()
                || Conditions.isTrue(old.conditions(), ClusterStatus.CONTROL_PLANE_INITIALIZED);
    }

    private static void milestone(Writer write, String type, boolean reached) {
        write.set(type, reached, reached ? "Done" : "Pending", "");
    }

    private static String reason(ClusterReport report) {
        return switch (report.stage()) {
            case READY -> "Ready";
            case PAUSED -> "Paused";
            case CANCELLED -> "Cancelled";
            case PROGRESSING, RETRYING, STALLED, DELETING ->
                report.obstacles().stream()
                        .findFirst()
                        .map(Obstacle::reason)
                        .orElse(report.stage() == Stage.DELETING ? "Deleting" : "Progressing");
        };
    }

    private static String message(ClusterReport report) {
        String progress = report.hostsDone() + " of " + report.hosts() + " hosts done";
        String obstacles = ObstacleSummary.describe(report.obstacles());
        return switch (report.stage()) {
            case READY -> "Everything asked for is there.";
            case PAUSED -> "spec.paused is true; set it to false to go on.";
            case CANCELLED ->
                "The workflow was cancelled. Change the spec, or set the annotation " + Cluster.REQUESTED_AT
                        + " to a new value, to go on.";
            case PROGRESSING -> obstacles.isEmpty() ? progress : progress + "; " + obstacles;
            case RETRYING -> obstacles + " (tried again without anybody's help)";
            case STALLED ->
                obstacles + " Work goes on when the Cluster, a Host or its Secret changes, or the annotation "
                        + Cluster.REQUESTED_AT + " gets a new value.";
            case DELETING ->
                obstacles.isEmpty()
                        ? "Hosts are being reset."
                        : obstacles + " Hosts that are gone for good can be let go with the annotation "
                                + Cluster.ABANDON_HOSTS + ".";
        };
    }

    private static String ready(List<String> names, Map<String, Host> hosts) {
        long ready = names.stream()
                .map(hosts::get)
                .filter(host -> host != null && Conditions.isTrue(host.status().conditions(), HostStatus.READY))
                .count();
        return ready + "/" + names.size();
    }

    /** Collects conditions with one generation and time. */
    private static final class Writer {
        private final long generation;
        private final String now;
        private List<Condition> conditions;

        private Writer(List<Condition> conditions, long generation, String now) {
            this.conditions = conditions;
            this.generation = generation;
            this.now = now;
        }

        private void set(String type, boolean holds, String reason, String message) {
            String status = holds ? Condition.TRUE : Condition.FALSE;
            conditions = Conditions.with(conditions, new Condition(type, status, reason, message, now, generation));
        }

        private void setOrRemove(String type, boolean holds, String reason, String message) {
            if (holds) {
                set(type, true, reason, message);
                return;
            }
            conditions = Conditions.without(conditions, type);
        }
    }
}
