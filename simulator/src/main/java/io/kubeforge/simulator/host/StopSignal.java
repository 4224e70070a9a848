package io.kubeforge.simulator.host;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** What a running script is stopped by; time that it lets pass ends at once with it. */
public final class StopSignal {
    private final Lock lock = new ReentrantLock();
    private final Condition stopped = lock.newCondition();
    private final long begin = System.nanoTime();
    private final long allowed;
    private Stopped.Cause cause;

    private StopSignal(long allowed) {
        this.allowed = allowed;
    }

    /** A signal that comes only when somebody gives it. */
    public static StopSignal none() {
        return new StopSignal(Long.MAX_VALUE);
    }

    /** A signal that comes by itself after this time. */
    public static StopSignal after(Duration deadline) {
        return new StopSignal(deadline.toNanos());
    }

    /** Stops the script; the first cause counts. */
    public void stop(Stopped.Cause why) {
        lock.lock();
        try {
            if (cause == null) {
                cause = why;
                stopped.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until this holds, which is looked at when somebody wakes it, or throws as soon as the script is stopped. */
    void hold(BooleanSupplier released) {
        lock.lock();
        try {
            while (!released.getAsBoolean()) {
                stopIfOver();
                stopped.awaitNanos(untilDeadline());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(Stopped.Cause.POWER_LOST);
        } finally {
            lock.unlock();
        }
    }

    /** Has {@link #hold} look again. */
    void wake() {
        lock.lock();
        try {
            stopped.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long untilDeadline() {
        return allowed - (System.nanoTime() - begin);
    }

    private void stopIfOver() {
        if (cause == null && untilDeadline() <= 0) {
            cause = Stopped.Cause.DEADLINE;
        }
        if (cause != null) {
            throw new Stopped(cause);
        }
    }

    /** Throws when the script was stopped. */
    public void check() {
        pass(Duration.ZERO);
    }

    /** Lets this much time pass, or throws as soon as the script is stopped. */
    public void pass(Duration duration) {
        lock.lock();
        try {
            long begun = System.nanoTime();
            while (true) {
                long left = duration.toNanos() - (System.nanoTime() - begun);
                stopIfOver();
                if (left <= 0) {
                    return;
                }
                stopped.awaitNanos(Math.min(left, untilDeadline()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(Stopped.Cause.POWER_LOST);
        } finally {
            lock.unlock();
        }
    }
}
