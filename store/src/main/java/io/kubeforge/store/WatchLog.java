package io.kubeforge.store;

import io.micronaut.context.annotation.Value;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the watch log once for the whole process and hands its events to the subscriptions. The newest events stay in
 * memory, so a subscription that has read the table can join without a gap.
 */
@Singleton
final class WatchLog {
    private static final Logger LOG = LoggerFactory.getLogger(WatchLog.class);
    private static final WatchFilter EVERYTHING = new WatchFilter(null, null);
    private static final long STOP_SECONDS = 5;
    /** Listeners are quick: more threads would only wait for each other, and a thousand watches wake at the same time. */
    private static final int MOST_DELIVERIES = 32;

    private static final long IDLE_SECONDS = 60;

    private final ObjectRepository objects;
    private final EventLog events;
    private final NudgeListener nudges;
    private final int queueSize;
    private final ExecutorService deliveries = deliveries();

    private final Set<Subscription> subscriptions = new LinkedHashSet<>();
    private final Deque<WatchEvent> recent = new ArrayDeque<>();
    /** All events above this version and up to the position are among the recent ones. */
    private long recentAfter;

    private long position;
    private boolean started;
    private boolean stopped;

    WatchLog(
            ObjectRepository objects,
            EventLog events,
            NudgeListener nudges,
            @Value("${kubeforge.store.watch-queue:2000}") int queueSize) {
        this.objects = objects;
        this.events = events;
        this.nudges = nudges;
        this.queueSize = queueSize;
    }

    Subscription watch(WatchFilter filter, long after, WatchListener listener) {
        start();
        events.refuseBelowFloor(filter, after);
        Subscription subscription = new Subscription(this, events, filter, after, listener, deliveries, queueSize);
        subscription.begin();
        return subscription;
    }

    /** Takes a subscription that has seen everything up to a version, unless the recent events begin later than that. */
    synchronized boolean join(Subscription subscription, long seen) {
        if (seen < recentAfter) {
            return false;
        }
        if (subscription.join(List.copyOf(recent), position)) {
            subscriptions.add(subscription);
        }
        return true;
    }

    synchronized void leave(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    /** The version up to which the log has been read. */
    synchronized long position() {
        return position;
    }

    /** Returns once a version has been read, without a question to the database for each that waits. */
    void await(long version, Duration patience) {
        if (objects.currentVersion() >= version) {
            return;
        }
        start();
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            for (long left = patience.toNanos(); position < version; left = deadline - System.nanoTime()) {
                if (left <= 0 || stopped) {
                    throw new FutureVersionException(version, position);
                }
                pause(left);
            }
        }
    }

    /** Waits for the log to move on; who is interrupted waits no longer. */
    private void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a version of the store", e);
        }
    }

    /** Reads what is new in the log. Every version up to the counter is committed: the counter's lock saw to that. */
    void advance() {
        long current = objects.currentVersion();
        long read = position();
        if (current < read) {
            LOG.warn(
                    "The store went back from version {} to {}: was a backup restored? Ending all watches",
                    read,
                    current);
            restart(current);
            return;
        }
        try {
            while (position() < current) {
                EventLog.Page page = events.page(EVERYTHING, position(), current);
                publish(page.events(), page.last());
            }
        } catch (GoneException e) {
            LOG.warn("This process was away for so long that the watch log was compacted; ending all watches");
            restart(current);
        }
    }

    @PreDestroy
    void stop() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        nudges.stop();
        endAll(CloseReason.STOPPED);
        deliveries.shutdown();
        try {
            if (!deliveries.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A watcher still holds its thread after {} s; leaving it behind", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void start() {
        if (stopped) {
            throw new IllegalStateException("The store of this process is stopping; watch another replica");
        }
        if (!started) {
            position = objects.currentVersion();
            recentAfter = position;
            nudges.start(this::advance);
            started = true;
        }
    }

    private synchronized void publish(List<WatchEvent> page, long last) {
        for (WatchEvent event : page) {
            if (recent.size() >= queueSize / 2) {
                recentAfter = recent.removeFirst().resourceVersion();
            }
            recent.addLast(event);
        }
        position = last;
        notifyAll();
        subscriptions.removeIf(subscription -> !subscription.offer(page, last));
    }

    private void restart(long current) {
        synchronized (this) {
            recent.clear();
            recentAfter = current;
            position = current;
        }
        endAll(CloseReason.GONE);
    }

    private void endAll(CloseReason reason) {
        List<Subscription> ended;
        synchronized (this) {
            ended = List.copyOf(subscriptions);
            subscriptions.clear();
        }
        ended.forEach(subscription -> subscription.end(reason));
    }

    private static ExecutorService deliveries() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST_DELIVERIES,
                MOST_DELIVERIES,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threadFactory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static ThreadFactory threadFactory() {
        AtomicInteger number = new AtomicInteger();
        return runnable -> {
            Thread thread = new Thread(runnable, "store-watch-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
