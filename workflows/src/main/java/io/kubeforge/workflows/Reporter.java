package io.kubeforge.workflows;

import io.kubeforge.model.plan.ClusterPlan;
import io.kubeforge.model.plan.ClusterReport;
import io.kubeforge.model.plan.ClusterReport.Milestones;
import io.kubeforge.model.plan.ClusterReport.Stage;
import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.model.plan.ObstacleSummary;
import io.kubeforge.workflows.connection.Attributes;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a pass knows of its progress, and how it tells it: to the store, and to the Temporal Web UI. */
final class Reporter {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** A timer that never matters: something else ends each such wait. */
    private static final Duration UNBOUNDED = Duration.ofDays(3650);

    private static final int HOSTS_PER_SECOND = 200;

    private final ClusterRef cluster;
    private final Hosts hosts;
    private final List<Obstacle> ofCluster = new ArrayList<>();
    private ClusterPlan plan;
    private long pass;
    private long number;
    private Milestones milestones = Milestones.NONE;
    /** How long to wait for news before the next report: it grows while nothing happens. */
    private Duration interval = FIRST;

    private int reportedHosts;
    private Stage shown;

    Reporter(ClusterRef cluster, Hosts hosts) {
        this.cluster = cluster;
        this.hosts = hosts;
    }

    /** The number of the pass that begins: the time, so that it rises over all runs of the workflow. */
    long nextPass() {
        pass = rising();
        return pass;
    }

    private long rising() {
        number = Math.max(Workflow.currentTimeMillis(), number + 1);
        return number;
    }

    /** A new plan: what was in the way of the last pass is forgotten. */
    void planned(ClusterPlan newPlan) {
        plan = newPlan;
        ofCluster.clear();
        milestones = Milestones.NONE;
        interval = FIRST;
        reportedHosts = 0;
    }

    void controlPlaneReached(boolean reached) {
        milestones = new Milestones(reached, milestones.network(), milestones.available());
    }

    void networkReached(Promise<Void> network) {
        boolean reached = network.isCompleted() && network.getFailure() == null;
        milestones = new Milestones(milestones.controlPlane(), reached, milestones.available());
    }

    void availableReached(boolean reached) {
        milestones = new Milestones(milestones.controlPlane(), milestones.network(), reached);
    }

    /** Something that is in the way of the cluster as a whole, or remained of it. */
    void obstacle(Obstacle obstacle) {
        ofCluster.add(obstacle);
    }

    /** Everything that is in the way: of the plan, of the hosts, of the cluster. */
    List<Obstacle> obstacles() {
        List<Obstacle> all = new ArrayList<>(plan.obstacles());
        all.addAll(hosts.obstacles());
        all.addAll(ofCluster);
        return all;
    }

    /** Waits until it is enough, and reports meanwhile: on news, but not too often. */
    void reportUntil(Supplier<Boolean> enough) {
        reportUntil(enough, UNBOUNDED);
    }

    /** The same for so long at most. */
    void reportUntil(Supplier<Boolean> enough, Duration atMost) {
        long end = Workflow.currentTimeMillis() + atMost.toMillis();
        Supplier<Boolean> over = () -> enough.get() || Workflow.currentTimeMillis() >= end;
        while (!over.get()) {
            Workflow.await(noLaterThan(end, interval), () -> over.get() || hasNews());
            if (!over.get()) {
                report(Stage.PROGRESSING);
                Workflow.await(noLaterThan(end, breath()), over);
            }
        }
    }

    private static Duration noLaterThan(long end, Duration wait) {
        long left = Math.max(0, end - Workflow.currentTimeMillis());
        return Duration.ofMillis(Math.min(left, wait.toMillis()));
    }

    /** How long to wait after a report, though there are news: each reads the state of all hosts. */
    private Duration breath() {
        return Duration.ofSeconds(1 + plan.hosts().size() / HOSTS_PER_SECOND);
    }

    /** Whether a host ended since the last report. */
    private boolean hasNews() {
        return hosts.endedCount() != reportedHosts;
    }

    SearchAttributes attributes() {
        return SearchAttributes.newBuilder()
                .set(Attributes.CLUSTER, cluster.path())
                .build();
    }

    /** Writes status and Operation through the report activity, and the same for a reader of the Web UI. */
    void report(Stage stage) {
        if (plan == null) {
            return; // cancelled before anything was planned: nothing is known that could be told
        }
        Duration doubled = interval.multipliedBy(2);
        interval = hasNews() ? FIRST : doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        reportedHosts = hosts.endedCount();
        ClusterReport report = new ClusterReport(
                pass,
                rising(),
                plan.generation(),
                plan.requestedAt(),
                plan.operation(),
                stage,
                milestones,
                plan.hosts().size(),
                hosts.joinedCount(),
                obstacles());
        if (stage != shown) { // each change is a write to Temporal's visibility store
            Workflow.upsertTypedSearchAttributes(Attributes.STAGE.valueSet(stage.name()));
            shown = stage;
        }
        Workflow.setCurrentDetails(details(report));
        ClusterActivities.ReportRequest request = new ClusterActivities.ReportRequest(cluster, report);
        try {
            Stubs.atOnce("report " + stage).report(request);
        } catch (ActivityFailure storeIsAway) {
            Stubs.onStore("report " + stage).report(request);
        }
    }

    private String details(ClusterReport report) {
        String obstacles = report.obstacles().isEmpty() ? "none" : ObstacleSummary.describe(report.obstacles());
        return "**" + cluster.path() + "**: " + report.stage() + "\n\n"
                + "- hosts done: " + report.hostsDone() + " of " + report.hosts() + "\n"
                + "- control plane: " + mark(milestones.controlPlane()) + "\n"
                + "- network: " + mark(milestones.network()) + "\n"
                + "- nodes, system pods and DNS ready: " + mark(milestones.available()) + "\n"
                + "- in the way: " + obstacles + "\n"
                + "- generation " + report.generation() + ", pass " + Long.toString(report.pass(), 36) + "\n";
    }

    private static String mark(boolean reached) {
        return reached ? "yes" : "not yet";
    }
}
