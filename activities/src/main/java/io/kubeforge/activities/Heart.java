package io.kubeforge.activities;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What tells a running step that it shall end: its thread is interrupted, once. */
final class Heart implements AutoCloseable {
    private final Hearts activity;
    private final Thread step = Thread.currentThread();
    private RuntimeException end;
    private boolean closed;

    Heart(Hearts activity) {
        this.activity = activity;
    }

    synchronized void stop(RuntimeException reason) {
        if (!closed && end == null) {
            end = reason;
            step.interrupt();
        }
    }

    /**
     * To be called now and then by the step.
     *
     * @throws RuntimeException when the step shall end: it was cancelled or left, or its worker shuts down
     */
    synchronized void check() {
        if (end != null) {
            throw end;
        }
    }

    /** Whether what the step started on the host shall end, too. */
    synchronized boolean cancelled() {
        return Hearts.isCancellation(end);
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

    /** An interrupt that was meant for the step does not outlive it. */
    @Override
    public void close() {
        activity.forget(this);
        synchronized (this) {
            closed = true;
            calm();
        }
    }
}
