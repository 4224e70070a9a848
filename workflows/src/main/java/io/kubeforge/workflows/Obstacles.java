package io.kubeforge.workflows;

import io.kubeforge.model.plan.Obstacle;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;

/** Turns what Temporal throws into an obstacle with a name that people see everywhere else, too. */
final class Obstacles {
    private Obstacles() {}

    /**
     * The obstacle behind a failed activity or child.
     *
     * @throws TemporalFailure the failure itself when it is a cancellation: that is no obstacle
     */
    static Obstacle of(String host, String step, TemporalFailure failure) {
        Throwable cause = causeOf(failure);
        if (cause instanceof CanceledFailure) {
            throw failure;
        }
        if (cause instanceof ApplicationFailure application) {
            return new Obstacle(
                    host, application.getType(), application.getOriginalMessage(), application.isNonRetryable());
        }
        if (cause instanceof TimeoutFailure timeout) {
            String message = "Step " + step + " gave no sign of life or took too long (" + timeout.getTimeoutType()
                    + "); is a worker running, and does the host answer?";
            return new Obstacle(host, "StepTimedOut", message, false);
        }
        return new Obstacle(host, cause.getClass().getSimpleName(), step + ": " + cause.getMessage(), false);
    }

    /**
     * Whether an activity or child ended because it was cancelled.
     *
     * @throws RuntimeException the failure itself when it is none of Temporal's: then it is a fault of the workflow
     */
    static boolean isCancellation(RuntimeException failure) {
        if (!(failure instanceof TemporalFailure temporal)) {
            throw failure;
        }
        return causeOf(temporal) instanceof CanceledFailure;
    }

    private static Throwable causeOf(TemporalFailure failure) {
        Throwable cause = failure;
        while (cause instanceof TemporalFailure && cause.getCause() != null && !(cause instanceof ApplicationFailure)) {
            cause = cause.getCause();
        }
        return cause;
    }
}
