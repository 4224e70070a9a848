package io.kubeforge.workflows;

import io.kubeforge.model.plan.ClusterPlan;
import io.kubeforge.model.plan.Duty;
import io.kubeforge.model.plan.HostPlan;
import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.workflows.BringUpHost.Outcome;
import io.kubeforge.workflows.BringUpHost.Result;
import io.kubeforge.workflows.ClusterActivities.Turn;
import io.kubeforge.workflows.ClusterActivities.Turns;
import io.kubeforge.workflows.connection.Attributes;
import io.kubeforge.workflows.connection.WorkflowIds;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The hosts of one cluster that have work: one child workflow each, none of which waits for another. */
final class Hosts {
    private final ClusterRef cluster;
    private final Map<String, Child> children = new LinkedHashMap<>();
    private boolean telling;

    Hosts(ClusterRef cluster) {
        this.cluster = cluster;
    }

    /** Starts what the plan has and nobody works on yet; lets go of hosts that the plan no longer has. */
    void bringUp(ClusterPlan plan, long pass) {
        List<String> wanted = plan.hosts().stream().map(HostPlan::host).toList();
        children.forEach((host, child) -> {
            if (!wanted.contains(host)) {
                child.scope.cancel();
            }
        });
        children.values().removeIf(child -> child.ended());
        boolean clusterIsUp = plan.initialised() && plan.initialise().isEmpty();
        for (HostPlan host : plan.hosts()) {
            boolean mayProceed = host.duty() == Duty.INITIALISE || (host.duty() == Duty.JOIN_WORKER && clusterIsUp);
            children.computeIfAbsent(host.host(), name -> start(plan, pass, host, mayProceed));
        }
    }

    private Child start(ClusterPlan plan, long pass, HostPlan host, boolean mayProceed) {
        Child child = new Child(host.host(), mayProceed);
        BringUpHost.Assignment assignment =
                new BringUpHost.Assignment(cluster, pass, plan.generation(), host, mayProceed, plan.virtualAddress());
        child.scope = Workflow.newCancellationScope(() -> child.begin(stub(host), assignment));
        child.scope.run();
        return child;
    }

    private BringUpHost stub(HostPlan host) {
        return Workflow.newChildWorkflowStub(
                BringUpHost.class,
                ChildWorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.host(cluster.namespace(), cluster.name(), host.host()))
                        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .setTypedSearchAttributes(SearchAttributes.newBuilder()
                                .set(Attributes.CLUSTER, cluster.path())
                                .set(Attributes.HOST, host.host())
                                .build())
                        .setStaticSummary(
                                host.host() + " as " + host.duty().role().text() + " of " + cluster.path())
                        .build());
    }

    /** Lets a host proceed, if it is under way and was not told so. */
    void proceed(HostPlan host) {
        Child child = children.get(host.host());
        if (child != null && !child.told) {
            child.told = true;
            child.due = true;
            tell();
        }
    }

    /** Ends the children whose turn will not come. */
    void standDown() {
        children.values().stream().filter(child -> !child.told).forEach(child -> child.due = true);
        tell();
    }

    private void tell() {
        if (!telling) {
            telling = true;
            Async.procedure(this::tellAll);
        }
    }

    /** As many as there are at a time, each as soon as its workflow can be told anything. */
    private void tellAll() {
        try {
            while (children.values().stream().anyMatch(Child::isDue)) {
                Workflow.await(() -> children.values().stream().noneMatch(Child::isDue)
                        || children.values().stream().anyMatch(Child::isReachable));
                List<Child> reachable =
                        children.values().stream().filter(Child::isReachable).toList();
                reachable.forEach(child -> child.due = false);
                if (!reachable.isEmpty()) {
                    List<Turn> turns = reachable.stream().map(Child::turn).toList();
                    Stubs.onStore("tell hosts").tellHosts(new Turns(cluster, turns));
                }
            }
        } finally {
            telling = false;
        }
    }

    /** Cancels all that is under way; their remote commands are stopped. */
    void cancel() {
        children.values().forEach(child -> child.scope.cancel());
    }

    /** Whether nothing is under way. */
    boolean idle() {
        return children.values().stream().allMatch(Child::ended);
    }

    /** Whether nobody works on this host (any more). */
    boolean ended(HostPlan host) {
        Child child = children.get(host.host());
        return child == null || child.ended();
    }

    /** Whether this host became a node in this pass. */
    boolean joined(String host) {
        Child child = children.get(host);
        return child != null && child.outcome != null && child.outcome.result() == Result.JOINED;
    }

    /** A host that waits for its turn said so. */
    void markPrepared(String host) {
        Child child = children.get(host);
        if (child != null) {
            child.prepared = true;
        }
    }

    /** Whether this host waits for its turn. */
    boolean prepared(HostPlan host) {
        Child child = children.get(host.host());
        return child != null && child.prepared && !child.told && !child.ended();
    }

    /** Whether this host has work in this pass and is no node yet. */
    boolean isMissing(String host) {
        return children.containsKey(host) && !joined(host);
    }

    /** How many hosts became nodes in this pass. */
    int joinedCount() {
        return (int) children.values().stream()
                .filter(child -> child.outcome != null && child.outcome.result() == Result.JOINED)
                .count();
    }

    /** How many hosts have an outcome, whichever. */
    int endedCount() {
        return (int) children.values().stream().filter(Child::ended).count();
    }

    /** What the hosts that failed ran into. */
    List<Obstacle> obstacles() {
        return children.values().stream()
                .map(child -> child.outcome)
                .filter(Objects::nonNull)
                .map(Outcome::obstacle)
                .filter(Objects::nonNull)
                .toList();
    }

    /** One host's child workflow and what became of it. */
    private static final class Child {
        private final String host;
        private boolean prepared;
        private boolean told;
        private boolean due;
        private boolean cancelled;
        private Promise<WorkflowExecution> started;
        private CancellationScope scope;
        private Outcome outcome;

        private Child(String host, boolean told) {
            this.host = host;
            this.told = told;
        }

        private void begin(BringUpHost child, BringUpHost.Assignment assignment) {
            Promise<Outcome> promise = Async.function(child::bringUp, assignment);
            started = Workflow.getWorkflowExecution(child);
            promise.handle((result, failure) -> {
                outcome = failure == null ? result : outcomeOf(failure);
                return null;
            });
        }

        private Outcome outcomeOf(RuntimeException failure) {
            if (!(failure instanceof TemporalFailure temporal)) {
                throw failure;
            }
            try {
                return new Outcome(host, Result.FAILED, Obstacles.of(host, "BringUpHost", temporal));
            } catch (TemporalFailure cancellation) {
                cancelled = true;
                return null;
            }
        }

        private boolean ended() {
            return outcome != null || cancelled;
        }

        /** Whether there is something that this host was not told yet. */
        private boolean isDue() {
            return due && !ended();
        }

        private boolean isReachable() {
            return isDue() && started.isCompleted() && started.getFailure() == null;
        }

        private Turn turn() {
            return new Turn(host, started.get().getRunId(), told);
        }
    }
}
