package io.kubeforge.activities;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets the hearts of all running steps beat: often while there are few, so that each hears soon that it was cancelled;
 * less often when there are many, for each beat that is sent costs Temporal a write.
 */
final class Pulse implements AutoCloseable {
    private static final Duration FASTEST = Duration.ofMillis(500);
    /** Leaves the SDK time to send a beat again that failed, and a step that hears of its end time to stop: ten seconds. */
    private static final Duration SLOWEST = Duration.ofSeconds(6);

    /** Up to a hundred hearts share some seventeen beats a second: each costs Temporal's database a transaction. */
    private static final Duration PER_HEART = Duration.ofMillis(60);
    /** A beat waits for Temporal's answer. */
    private static final int THREADS = 8;

    private final AtomicInteger hearts = new AtomicInteger();
    private final ScheduledExecutorService threads;

    Pulse() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, runnable -> {
            Thread thread = new Thread(runnable, "step-heart");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        threads = executor;
    }

    /** Beats until the answer is closed; not at once, for that a step begins is a sign of life itself. */
    Beats begin(Runnable beat) {
        Beats beats = new Beats(beat);
        beats.next(between(hearts.incrementAndGet()));
        return beats;
    }

    /** The time between two beats of one heart while this many beat. */
    static Duration between(int hearts) {
        Duration shared = PER_HEART.multipliedBy(hearts);
        if (shared.compareTo(FASTEST) < 0) {
            return FASTEST;
        }
        return shared.compareTo(SLOWEST) > 0 ? SLOWEST : shared;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** The beats of one heart. */
    final class Beats implements AutoCloseable {
        private final Runnable beat;
        private boolean ended;

        private Beats(Runnable beat) {
            this.beat = beat;
        }

        private synchronized void next(Duration delay) {
            if (!ended && !threads.isShutdown()) {
                threads.schedule(this::beat, delay.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private void beat() {
            if (over()) {
                return;
            }
            try {
                beat.run();
            } finally {
                next(between(hearts.get()));
            }
        }

        private synchronized boolean over() {
            return ended;
        }

        @Override
        public synchronized void close() {
            if (!ended) {
                ended = true;
                hearts.decrementAndGet();
            }
        }
    }
}
