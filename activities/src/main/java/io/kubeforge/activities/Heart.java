package io.kubeforge.activities;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Beats for a running step so that Temporal knows its worker lives, and learns from the answers that the step was
 * cancelled: then the step's thread is interrupted, once. Most beats stay here, for the SDK sends one only now and then;
 * but an answer is only heard at the next beat. A step that hangs is ended by the deadlines of the SSH layer, not
 * by missing beats.
 */
final class Heart implements AutoCloseable {
    private final ActivityExecutionContext context;
    private final Thread step = Thread.currentThread();
    private final Pulse.Beats beats;
    private ActivityCompletionException end;
    private boolean closed;

    Heart(ActivityExecutionContext context, Pulse pulse) {
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

    private synchronized void stop(ActivityCompletionException told) {
        if (!closed && end == null) {
            end = told;
            step.interrupt();
        }
    }

    /**
     * To be called now and then by the step.
     *
     * @throws ActivityCompletionException when the step shall end: it was cancelled, or its worker shuts down
     */
    synchronized void check() {
        if (end != null) {
            throw end;
        }
    }

    /**
     * Whether the workflow cancelled the step, so that what it started on the host shall end, too. A step that Temporal did
     * not hear in time looks the same to the SDK but for the cause: another attempt finds what runs there.
     */
    synchronized boolean cancelled() {
        return end instanceof ActivityCanceledException && !(end.getCause() instanceof TimeoutFailure);
    }

    /** An interrupt that has done its work is forgotten, so that the step can still tidy up. */
    synchronized void calm() {
        if (end != null) {
            Thread.interrupted();
        }
    }

    /** Waits before the next look at something that needs time. */
    void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            check();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The step was interrupted.", interrupted);
        }
    }

    /** Stops beating; an interrupt that was meant for the step does not outlive it. */
    @Override
    public void close() {
        beats.close();
        synchronized (this) {
            closed = true;
            calm();
        }
    }
}
