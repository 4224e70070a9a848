package io.kubeforge.workflows;

import io.kubeforge.workflows.connection.TaskQueues;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Every timeout and retry of every activity: nothing else waits or repeats. */
final class Stubs {
    /** A worker that died is missed after this; a live one beats more often, see the worker's throttle and pulse. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** Much longer than a write to the store takes, and shorter than a workflow task may. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final int LONGEST_SUMMARY = 150;

    /** How far the first wait of one step may be from that of another. */
    private static final double JITTER = 0.25;

    /** For what only needs the store: it must get through in the end. */
    private static final RetryOptions UNTIL_DONE = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(1))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofSeconds(30))
            .build();

    private Stubs() {}

    /** A step on a host; the longest a healthy one may take is far below this. */
    static HostActivities onHost(HostStep step, Duration longest) {
        return Workflow.newActivityStub(
                HostActivities.class,
                options(step.name() + " " + step.host(), longest, twoMinutes(lot()), TaskQueues.of(step.role())));
    }

    /** A step on several workers at once. */
    static HostActivities onBatch(BatchStep step, Duration longest) {
        String summary = step.name() + " " + String.join(" ", step.hosts());
        return Workflow.newActivityStub(
                HostActivities.class, options(summary(summary), longest, twoMinutes(lot()), TaskQueues.KUBEFORGE));
    }

    /** Temporal refuses longer ones. */
    static String summary(String text) {
        return text.length() <= LONGEST_SUMMARY ? text : text.substring(0, LONGEST_SUMMARY - 1) + "…";
    }

    /** A step on the cluster through one of its hosts. */
    static ClusterActivities onCluster(String summary, Duration longest) {
        return Workflow.newActivityStub(
                ClusterActivities.class, options(summary, longest, twoMinutes(lot()), TaskQueues.CLUSTERS));
    }

    /** A step that needs the store, and hosts at most for a look. */
    static ClusterActivities onStore(String summary) {
        return Workflow.newActivityStub(
                ClusterActivities.class, options(summary, Duration.ofMinutes(2), UNTIL_DONE, TaskQueues.CLUSTERS));
    }

    /**
     * What only writes a little to the store, and often: within the workflow's own task, which costs Temporal one event
     * instead of six and a place in a queue. Once, and soon: the task must not be held up, so whoever calls it has to
     * fall back to {@link #onStore} when it fails.
     */
    static ClusterActivities atOnce(String summary) {
        return Workflow.newLocalActivityStub(
                ClusterActivities.class,
                LocalActivityOptions.newBuilder()
                        .setStartToCloseTimeout(AT_ONCE)
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .setDoNotIncludeArgumentsIntoMarker(true)
                        .setSummary(summary)
                        .build());
    }

    /**
     * Six attempts: about two minutes of a host that does not answer; the workflow's own timer covers the rest.
     *
     * @param random in [0, 1): spreads the tries of hosts that failed together; Temporal itself has no jitter
     */
    static RetryOptions twoMinutes(double random) {
        double factor = 1 - JITTER + 2 * JITTER * random;
        return RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofMillis((long) (2000 * factor)))
                .setBackoffCoefficient(2)
                .setMaximumInterval(Duration.ofMillis((long) (30_000 * factor)))
                .setMaximumAttempts(6)
                .build();
    }

    /** Its own for each run of a workflow, and the same at every replay; a random number would change activity ids. */
    private static double lot() {
        return Math.floorMod(Workflow.getInfo().getRunId().hashCode(), 1000) / 1000.0;
    }

    private static ActivityOptions options(String summary, Duration longest, RetryOptions retry, String queue) {
        return ActivityOptions.newBuilder()
                .setTaskQueue(queue)
                .setStartToCloseTimeout(longest)
                .setHeartbeatTimeout(HEARTBEAT)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(retry)
                .setSummary(summary)
                .build();
    }
}
