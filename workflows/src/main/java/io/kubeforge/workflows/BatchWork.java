package io.kubeforge.workflows;

import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.workflows.BringUpHost.Outcome;
import io.kubeforge.workflows.BringUpHost.Result;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * Several workers that are brought up together, as long as all goes well: two activities for all of them, and between them
 * the wait for their turn. A host with which something is wrong, or which is slower than the others, is left.
 */
final class BatchWork implements Work {
    private static final BatchStep.Result NOTHING_DONE = new BatchStep.Result(List.of(), List.of());

    private final ClusterRef cluster;
    private final long pass;
    private final long generation;
    private final Members members;
    /** Prepared; they join when their turn comes. */
    private final List<String> waiting = new ArrayList<>();

    private CancellationScope scope;
    private boolean told;
    private boolean stoodDown;
    private boolean ended;

    /** Who cares for each of the hosts. */
    interface Members {
        /** This is what became of a host. */
        void outcome(Outcome outcome);

        /** This step may still run on a host; nobody follows it. */
        void left(HostStep step, boolean told);

        /** This step was stopped on a host, maybe only because of the others. */
        void stopped(HostStep step, boolean told);

        /** Whether a host shall be a node. */
        boolean isWanted(String host);
    }

    BatchWork(ClusterRef cluster, long pass, long generation, boolean told, Members members) {
        this.cluster = cluster;
        this.pass = pass;
        this.generation = generation;
        this.told = told;
        this.members = members;
    }

    /** Prepares these hosts. */
    void begin(List<String> hosts) {
        run(HostStep.PREPARE, hosts);
    }

    private void run(String name, List<String> hosts) {
        BatchStep step = new BatchStep(cluster, pass, generation, List.copyOf(hosts), name);
        scope = Workflow.newCancellationScope(() -> start(step).handle((result, failure) -> {
            ended(step, result, failure);
            return null;
        }));
        scope.run();
    }

    private static Promise<BatchStep.Result> start(BatchStep step) {
        return step.name().equals(HostStep.PREPARE)
                ? Async.function(Stubs.onBatch(step, BringUpHostImpl.PREPARE)::prepareBatch, step)
                : Async.function(Stubs.onBatch(step, BringUpHostImpl.KUBEADM)::joinBatch, step);
    }

    private void ended(BatchStep step, BatchStep.Result result, RuntimeException failure) {
        if (failure != null && Obstacles.isCancellation(failure)) {
            ended = true;
            step.hosts().forEach(host -> members.stopped(step.on(host), told));
            return;
        }
        // A step that failed as a whole leaves all its hosts.
        BatchStep.Result known = failure == null ? result : NOTHING_DONE;
        for (Obstacle obstacle : known.failed()) {
            members.outcome(new Outcome(obstacle.host(), Result.FAILED, obstacle));
        }
        step.hosts().stream().filter(host -> !known.knows(host)).forEach(host -> members.left(step.on(host), told));
        if (step.name().equals(HostStep.PREPARE)) {
            waiting.addAll(known.done());
            onward();
        } else {
            known.done().forEach(host -> members.outcome(new Outcome(host, Result.JOINED, null)));
            ended = true;
        }
    }

    /** What those do next who wait. */
    private void onward() {
        waiting.removeIf(host -> !members.isWanted(host));
        List<String> next = List.copyOf(waiting);
        if (next.isEmpty()) {
            ended = true;
        } else if (told) {
            waiting.clear();
            run(HostStep.JOIN, next);
        } else if (stoodDown) {
            waiting.clear();
            next.forEach(host -> members.outcome(new Outcome(host, Result.PREPARED, null)));
            ended = true;
        }
    }

    private boolean isWaiting() {
        return !waiting.isEmpty();
    }

    @Override
    public void proceed() {
        told = true;
        if (isWaiting()) {
            onward();
        }
    }

    @Override
    public void standDown() {
        stoodDown = true;
        if (isWaiting()) {
            onward();
        }
    }

    @Override
    public boolean told() {
        return told;
    }

    @Override
    public void cancel() {
        scope.cancel();
        if (isWaiting()) {
            waiting.clear();
            ended = true;
        }
    }

    /** All of them are stopped when one cannot be let go alone. */
    @Override
    public boolean letGo(String host) {
        if (!isWaiting()) {
            scope.cancel();
            return false;
        }
        waiting.remove(host);
        ended = waiting.isEmpty();
        return true;
    }

    @Override
    public boolean ended() {
        return ended;
    }
}
