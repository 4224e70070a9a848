package io.kubeforge.activities;

import io.kubeforge.model.plan.Obstacle;
import io.kubeforge.workflows.BatchStep;
import io.kubeforge.workflows.HostStep;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one step on several hosts at once, few of which begin at the same time. Who fails for a cause that may pass is left,
 * and so is who needs much longer than most: what runs there goes on, and is found again when the host is brought up alone.
 */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
    /** To begin is what costs; then a step only waits for its host. So many begin at a time, of all batches together. */
    static final int AT_ONCE = 32 * Runtime.getRuntime().availableProcessors();

    private static final Semaphore BEGINNING = new Semaphore(AT_ONCE, true);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofSeconds(1);
    /** Whoever is left hears it at once, but for a look that has begun. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final BatchStep step;
    private final Hearts hearts;
    private final Work work;
    private final Collection<String> done = new ConcurrentLinkedQueue<>();
    private final Collection<Obstacle> failed = new ConcurrentLinkedQueue<>();
    private final Collection<String> unfinished = new ConcurrentLinkedQueue<>();

    /** What is done with one host. */
    interface Work {
        /** Does the step; says when the host has it. */
        void run(HostStep step, Runnable begun);

        /** Ends what the step left running. */
        void stop(HostStep step);
    }

    Batch(BatchStep step, Hearts hearts, Work work) {
        this.step = step;
        this.hearts = hearts;
        this.work = work;
    }

    /**
     * Does it.
     *
     * @throws io.temporal.client.ActivityCompletionException when the step shall end: it was cancelled, or its worker
     *     shuts down; after a cancellation nothing of it runs on any of the hosts
     */
    BatchStep.Result run() {
        ExecutorService threads = Executors.newFixedThreadPool(step.hosts().size());
        try {
            CompletionService<Void> ends = new ExecutorCompletionService<>(threads);
            step.hosts().forEach(host -> ends.submit(() -> on(host), null));
            if (!allEnded(ends)) {
                threads.shutdown();
                threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            } else if (hearts.end().isPresent()) {
                throw ended(threads, hearts.end().get());
            }
            return new BatchStep.Result(List.copyOf(done), List.copyOf(failed));
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(step.name() + " on several hosts was interrupted.", interrupted);
        } finally {
            threads.shutdown();
        }
    }

    /** Whether all came to an end; else the others were left. A batch that was cancelled waits for all: each stops first. */
    private boolean allEnded(CompletionService<Void> ends) throws InterruptedException {
        int hosts = step.hosts().size();
        long begin = System.nanoTime();
        long deadline = Long.MAX_VALUE;
        for (int ended = 0; ended < hosts; ) {
            if (ends.poll(TICK.toMillis(), TimeUnit.MILLISECONDS) != null) {
                ended++;
            }
            long elapsed = System.nanoTime() - begin;
            int healthy = hosts - (ended - done.size());
            if (deadline == Long.MAX_VALUE && !done.isEmpty() && done.size() * 2 >= healthy) {
                deadline = GRACE.toNanos() + elapsed + elapsed / 2;
            }
            if (elapsed > deadline && ended < hosts && hearts.stop(new Left())) {
                LOG.info("{}: {} of {} hosts are slower than most and go on alone", step.name(), hosts - ended, hosts);
                return false;
            }
        }
        return true;
    }

    /** After a cancellation also those are stopped that had ended without a result before. */
    private RuntimeException ended(ExecutorService threads, RuntimeException end) throws InterruptedException {
        if (Hearts.isCancellation(end)) {
            unfinished.forEach(host -> threads.submit(() -> work.stop(step.on(host))));
            threads.shutdown();
            threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS); // each stop has its own deadlines
        }
        return end;
    }

    private void on(String host) {
        if (!mayBegin()) {
            return;
        }
        AtomicBoolean begun = new AtomicBoolean();
        Runnable begins = () -> {
            if (begun.compareAndSet(false, true)) {
                BEGINNING.release();
            }
        };
        try {
            work.run(step.on(host), begins);
            done.add(host);
        } catch (ApplicationFailure failure) {
            if (failure.isNonRetryable()) {
                failed.add(new Obstacle(host, failure.getType(), failure.getOriginalMessage(), true));
            } else {
                unfinished.add(host);
            }
        } catch (RuntimeException failure) {
            if (hearts.end().isEmpty()) {
                LOG.warn("{} on {} is left to the host's own workflow", step.name(), host, failure);
                unfinished.add(host);
            }
        } finally {
            begins.run();
        }
    }

    private boolean mayBegin() {
        try {
            while (hearts.end().isEmpty()) {
                if (BEGINNING.tryAcquire(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                    if (hearts.end().isEmpty()) {
                        return true;
                    }
                    BEGINNING.release(); // it was free because those who had it were told to end
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Told to the steps on hosts that are slower than most. */
    private static final class Left extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Left() {
            super("The others do not wait for this host any longer.");
        }
    }
}
