package io.kubeforge.workflows;

import io.kubeforge.workflows.BringUpHost.Outcome;
import io.kubeforge.workflows.ClusterActivities.Turn;
import io.kubeforge.workflows.connection.Attributes;
import io.kubeforge.workflows.connection.TaskQueues;
import io.kubeforge.workflows.connection.WorkflowIds;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;

/** One host's child workflow, and what it was told. */
final class HostWork implements Work {
    private final BringUpHost.Assignment assignment;
    private CancellationScope scope;
    private Promise<WorkflowExecution> started;
    private boolean told;
    private boolean due;
    private boolean ended;

    HostWork(BringUpHost.Assignment assignment) {
        this.assignment = assignment;
        this.told = assignment.mayProceed();
    }

    /**
     * Starts the child.
     *
     * @param onEnd told what became of the host, or why nothing is known of it
     */
    void begin(Functions.Proc2<Outcome, RuntimeException> onEnd) {
        BringUpHost child = Workflow.newChildWorkflowStub(BringUpHost.class, options());
        scope = Workflow.newCancellationScope(
                () -> Async.function(child::bringUp, assignment).handle((outcome, failure) -> {
                    ended = true;
                    onEnd.apply(outcome, failure);
                    return null;
                }));
        scope.run();
        started = Workflow.getWorkflowExecution(child);
    }

    private ChildWorkflowOptions options() {
        ClusterRef cluster = assignment.cluster();
        String host = assignment.plan().host();
        return ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.host(cluster.namespace(), cluster.name(), host))
                .setTaskQueue(TaskQueues.of(assignment.plan().duty().role()))
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(Attributes.CLUSTER, cluster.path())
                        .set(Attributes.HOST, host)
                        .build())
                .setStaticSummary(
                        host + " as " + assignment.plan().duty().role().text() + " of " + cluster.path())
                .build();
    }

    @Override
    public void proceed() {
        if (!told) {
            told = true;
            due = true;
        }
    }

    @Override
    public void standDown() {
        due |= !told;
    }

    @Override
    public boolean told() {
        return told;
    }

    /** Whether there is something that it was not told yet. */
    boolean isDue() {
        return due && !ended;
    }

    /** Whether what is due can be told: a workflow is known once it has started. */
    boolean isReachable() {
        return isDue() && started.isCompleted() && started.getFailure() == null;
    }

    /** What it is told now. */
    Turn takeTurn() {
        due = false;
        return new Turn(assignment.plan().host(), started.get().getRunId(), told);
    }

    @Override
    public void cancel() {
        scope.cancel();
    }

    @Override
    public boolean letGo(String host) {
        cancel();
        return false;
    }

    @Override
    public boolean ended() {
        return ended;
    }
}
