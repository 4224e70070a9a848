package io.kubeforge.workflows;

import io.kubeforge.model.plan.ClusterPlan;
import io.kubeforge.model.plan.Obstacle;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Proves that what is there is Ready, again and again while slower hosts are still under way: nobody waits for them. */
final class Proofs {
    /** So long before each proof hosts are waited for that join just now: one proof of several costs no more than of one. */
    private static final Duration OTHERS = Duration.ofSeconds(5);
    /** Most hosts join within this; longer a cluster that is there already does not wait to be told so. */
    private static final Duration FIRST_JOIN = Duration.ofSeconds(30);

    /** One node tries the network; some may not be reached just then. */
    private static final int ENOUGH_TO_TRY = 5;

    private final ClusterRef cluster;
    private final ClusterPlan plan;
    private final long pass;
    private final Hosts hosts;
    private final Reporter reporter;
    private final Steps steps;
    private final Supplier<Boolean> changed;

    /** Those of one pass; nothing more is proved when something changed. */
    Proofs(
            ClusterRef cluster,
            ClusterPlan plan,
            long pass,
            Hosts hosts,
            Reporter reporter,
            Steps steps,
            Supplier<Boolean> changed) {
        this.cluster = cluster;
        this.plan = plan;
        this.pass = pass;
        this.hosts = hosts;
        this.reporter = reporter;
        this.steps = steps;
        this.changed = changed;
    }

    /**
     * Ends with a proof of everything once nothing is under way.
     *
     * @param before how many had joined before those of which the first are waited for
     */
    void run(int before, Supplier<Boolean> nothingUnderWay) {
        Supplier<Boolean> over = () -> changed.get() || nothingUnderWay.get();
        reporter.reportUntil(() -> over.get() || hosts.joinedCount() > before, FIRST_JOIN);
        boolean last = false;
        boolean networkProved = false;
        while (!last && !changed.get()) {
            reporter.reportUntil(over, OTHERS);
            last = nothingUnderWay.get();
            int joined = hosts.joinedCount();
            if (!changed.get()) {
                boolean trying = last || joined > 0 && !networkProved;
                boolean ready = prove(trying, last ? reporter::obstacle : earlier -> {});
                networkProved |= trying && ready;
            }
            if (!last) {
                reporter.reportUntil(() -> over.get() || hosts.joinedCount() > joined);
            }
        }
    }

    private boolean prove(boolean tryingNetwork, Functions.Proc1<Obstacle> onFailure) {
        List<String> failed = reporter.obstacles().stream().map(Obstacle::host).toList();
        List<String> nodes = plan.nodes().stream()
                .filter(node -> !failed.contains(node) && !hosts.isMissing(node))
                .toList();
        // What was there before is left alone.
        List<String> joined =
                nodes.stream().filter(hosts::joined).limit(ENOUGH_TO_TRY).toList();
        List<String> triedFrom = joined.isEmpty() ? List.of(plan.controlPlaneHost()) : joined;
        HostStep settings = HostStep.onCluster(cluster, plan, pass, "configure-nodes");
        HostStep proof = HostStep.onCluster(cluster, plan, pass, "wait-ready");
        Promise<Void> set = steps.start(
                settings.name(),
                () -> Stubs.onCluster("configure nodes", ReconcileClusterImpl.LONG)
                        .configureNodes(settings),
                onFailure);
        Promise<Void> ready = steps.start(
                proof.name(),
                () -> Stubs.onCluster("wait ready", ReconcileClusterImpl.LONG)
                        .waitReady(
                                new ClusterActivities.NodesStep(proof, nodes, tryingNetwork ? triedFrom : List.of())),
                onFailure);
        reporter.reportUntil(() -> changed.get() || set.isCompleted() && ready.isCompleted());
        boolean proved = ready.isCompleted() && ready.getFailure() == null;
        reporter.availableReached(proved);
        return proved;
    }
}
