package io.kubeforge.workflows;

import io.kubeforge.model.plan.Obstacle;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/** The steps on a cluster as a whole that run beside its hosts, and can be stopped together. */
final class Steps {
    private final List<Running> running = new ArrayList<>();

    /** Starts a step; when it fails the listener is told why, when it is cancelled nobody is. */
    Promise<Void> start(String name, Functions.Proc step, Functions.Proc1<Obstacle> onFailure) {
        Running entry = new Running();
        entry.scope = Workflow.newCancellationScope(() -> entry.promise = Async.procedure(step));
        entry.scope.run();
        running.removeIf(earlier -> earlier.promise.isCompleted());
        running.add(entry);
        return entry.promise.handle((result, failure) -> {
            if (failure instanceof TemporalFailure temporal) {
                onFailure.apply(Obstacles.of("", name, temporal));
            }
            if (failure != null) {
                throw failure;
            }
            return null;
        });
    }

    /** Stops what runs and waits until it has stopped. */
    void cancel() {
        running.forEach(entry -> entry.scope.cancel());
        await();
    }

    /** Waits until nothing runs any more. */
    void await() {
        Workflow.await(() -> running.stream().allMatch(entry -> entry.promise.isCompleted()));
    }

    private static final class Running {
        private CancellationScope scope;
        private Promise<Void> promise;
    }
}
