package io.kubeforge.workflows;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Every timeout and retry of every activity: nothing else waits or repeats. */
final class Stubs {
    /** A worker that died is missed after this; a live one beats far more often, see the worker's throttle. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** Six attempts: about two minutes of a host that does not answer; the workflow's own timer covers the rest. */
    private static final RetryOptions TWO_MINUTES = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(2))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofSeconds(30))
            .setMaximumAttempts(6)
            .build();

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
                HostActivities.class, options(step.name() + " " + step.host(), longest, TWO_MINUTES));
    }

    /** A step on the cluster through one of its hosts. */
    static ClusterActivities onCluster(String summary, Duration longest) {
        return Workflow.newActivityStub(ClusterActivities.class, options(summary, longest, TWO_MINUTES));
    }

    /** A step that needs the store, and hosts at most for a look. */
    static ClusterActivities onStore(String summary) {
        return Workflow.newActivityStub(ClusterActivities.class, options(summary, Duration.ofMinutes(2), UNTIL_DONE));
    }

    private static ActivityOptions options(String summary, Duration longest, RetryOptions retry) {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(longest)
                .setHeartbeatTimeout(HEARTBEAT)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(retry)
                .setSummary(summary)
                .build();
    }
}
