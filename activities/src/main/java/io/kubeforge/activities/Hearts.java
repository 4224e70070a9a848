package io.kubeforge.activities;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.TimeoutFailure;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Beats for an activity so that Temporal knows its worker lives, and learns from the answers that it shall end: then all of
 * its steps are told. Most beats stay here, for the SDK sends one only now and then; but an answer is only heard at the next
 * beat. A step that hangs is ended by the deadlines of the SSH layer, not by missing beats.
 */
final class Hearts implements AutoCloseable {
    private final ActivityExecutionContext context;
    private final Set<Heart> hearts = new HashSet<>();
    private final Pulse.Beats beats;
    private RuntimeException end;

    Hearts(ActivityExecutionContext context, Pulse pulse) {
        this.context = context;
        this.beats = pulse.begin(this::beat);
    }

    private void beat() {
        try {
            context.heartbeat(null);
        } catch (ActivityCompletionException told) {
            stop(told);
        }
    }

    /**
     * All steps shall end, and those that begin later at once.
     *
     * @return false when that was so before, for another reason
     */
    synchronized boolean stop(RuntimeException reason) {
        if (end != null) {
            return false;
        }
        end = reason;
        hearts.forEach(heart -> heart.stop(reason));
        return true;
    }

    /** Why all steps shall end; empty while they need not. */
    synchronized Optional<RuntimeException> end() {
        return Optional.ofNullable(end);
    }

    /**
     * Whether the workflow cancelled the activity, so that what it started on hosts shall end, too. One that Temporal did
     * not hear in time looks the same to the SDK but for the cause: another attempt finds what runs there.
     */
    static boolean isCancellation(RuntimeException end) {
        return end instanceof ActivityCanceledException && !(end.getCause() instanceof TimeoutFailure);
    }

    /** Which attempt of the activity this is, from 1 on. */
    int attempt() {
        return context.getInfo().getAttempt();
    }

    /** That of the step on this thread. */
    synchronized Heart begin() {
        Heart heart = new Heart(this);
        hearts.add(heart);
        if (end != null) {
            heart.stop(end);
        }
        return heart;
    }

    synchronized void forget(Heart heart) {
        hearts.remove(heart);
    }

    /** Stops beating. */
    @Override
    public void close() {
        beats.close();
    }
}
