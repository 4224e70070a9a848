package io.kubeforge.activities;

import io.kubeforge.activities.provisioner.JoinCredentials;
import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Condition;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.Host;
import io.kubeforge.model.kind.HostStatus;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.model.plan.ClusterReport;
import io.kubeforge.model.plan.ClusterReport.Stage;
import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.model.plan.ObstacleSummary;
import io.kubeforge.model.plan.StatusComposer;
import io.kubeforge.store.EventRecorder;
import io.kubeforge.workflows.ClusterRef;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes how far a cluster is: the only writer of a Cluster's status and of its Operation after their birth. */
@Singleton
public class ClusterReporter {
    private final ClusterObjects objects;
    private final ClusterSecrets secrets;
    private final NodeContexts contexts;
    private final Operations operations;
    private final EventRecorder events;

    /** Works with these. */
    public ClusterReporter(
            ClusterObjects objects,
            ClusterSecrets secrets,
            NodeContexts contexts,
            Operations operations,
            EventRecorder events) {
        this.objects = objects;
        this.secrets = secrets;
        this.contexts = contexts;
        this.operations = operations;
        this.events = events;
    }

    /** Writes status and Operation, and an Event when the cluster came to another stage. */
    public void report(ClusterRef ref, ClusterReport told) {
        objects.cluster(ref).ifPresent(cluster -> {
            Map<String, Host> hosts = objects.hosts(cluster);
            ClusterReport report = withTroubles(told, hosts);
            String caCertHash =
                    secrets.find(cluster).map(JoinCredentials::caCertHash).orElse(null);
            String endpoint =
                    caCertHash == null ? null : contexts.serverUrl(cluster).orElse(null);
            objects.updateCluster(
                    ref,
                    report.number(),
                    now -> StatusComposer.compose(now, report, hosts, caCertHash, endpoint, ClusterObjects.now()));
            operations.report(cluster, report);
            announce(cluster, report);
        });
    }

    /** While a pass runs, its workflow knows no failure that is being retried; the Hosts' own status does. */
    private static ClusterReport withTroubles(ClusterReport report, Map<String, Host> hosts) {
        if (report.stage() != Stage.PROGRESSING) {
            return report;
        }
        List<Obstacle> obstacles = new ArrayList<>(report.obstacles());
        Set<String> named = new HashSet<>();
        obstacles.forEach(obstacle -> named.add(obstacle.host()));
        hosts.forEach((name, host) -> {
            boolean ofThisPass =
                    Long.valueOf(report.pass()).equals(host.status().pass());
            if (!ofThisPass || named.contains(name)) {
                return;
            }
            Conditions.find(host.status().conditions(), HostStatus.REACHABLE)
                    .filter(condition -> Condition.FALSE.equals(condition.status()))
                    .ifPresent(condition ->
                            obstacles.add(new Obstacle(name, condition.reason(), condition.message(), false)));
        });
        return report.withObstacles(obstacles);
    }

    private void announce(Cluster before, ClusterReport report) {
        boolean wasReady = Conditions.isTrue(before.status().conditions(), ClusterStatus.READY);
        String message = ObstacleSummary.describe(report.obstacles());
        switch (report.stage()) {
            case READY -> {
                if (!wasReady) {
                    record(before, Event.NORMAL, "Ready", "Everything asked for is there.");
                }
            }
            case STALLED -> record(before, Event.WARNING, "Stalled", message);
            case RETRYING -> record(before, Event.WARNING, "Degraded", message);
            case PAUSED -> record(before, Event.NORMAL, "Paused", "Work stopped: spec.paused is true.");
            case CANCELLED -> record(before, Event.WARNING, "Cancelled", "The workflow was cancelled.");
            case PROGRESSING, DELETING -> {}
        }
    }

    private void record(Cluster cluster, String type, String reason, String message) {
        events.record(Kinds.CLUSTER, cluster.metadata(), type, reason, message, "kubeforge-worker");
    }
}
