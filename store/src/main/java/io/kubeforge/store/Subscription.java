package io.kubeforge.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch: reads the log up to the present, then takes new events from its queue. It holds a thread only while there
 * is something to deliver. A full queue ends it; events are never left out.
 */
public final class Subscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final WatchLog log;
    private final EventLog events;
    private final WatchFilter filter;
    private final WatchListener listener;
    private final Executor deliveries;
    private final int queueSize;
    private final Deque<WatchEvent> queue = new ArrayDeque<>();

    private long delivered;
    private long announced;
    private boolean joined;
    private boolean running;
    private boolean closed;
    private CloseReason reason;
    private boolean told;

    Subscription(
            WatchLog log,
            EventLog events,
            WatchFilter filter,
            long after,
            WatchListener listener,
            Executor deliveries,
            int queueSize) {
        this.log = log;
        this.events = events;
        this.filter = filter;
        this.listener = listener;
        this.deliveries = deliveries;
        this.queueSize = queueSize;
        this.delivered = after;
    }

    /**
     * The version up to which the listener has been told everything, also when nothing it watches happened; what a
     * bookmark may say, as long as no later event was sent meanwhile.
     */
    public synchronized long deliveredVersion() {
        return joined && !running && queue.isEmpty() ? Math.max(announced, delivered) : delivered;
    }

    /** Ends the watch without a word to the listener; an event may still be on its way to it. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            queue.clear();
        }
        log.leave(this);
    }

    synchronized void begin() {
        wake();
    }

    /** Called under the log's lock, like {@link #offer}: from here on no event passes by. */
    synchronized boolean join(List<WatchEvent> recent, long position) {
        joined = true;
        return offer(recent, position);
    }

    /** Queues what concerns this watch; false when it has ended. */
    synchronized boolean offer(List<WatchEvent> news, long position) {
        if (hasEnded()) {
            return false;
        }
        for (WatchEvent event : news) {
            if (event.resourceVersion() <= delivered || !filter.matches(event)) {
                continue;
            }
            if (queue.size() >= queueSize) {
                end(CloseReason.OVERFLOW);
                return false;
            }
            queue.addLast(event);
        }
        announced = position;
        if (!queue.isEmpty()) {
            wake();
        }
        return true;
    }

    /** Ends the watch from the store's side; the listener is told once the event under way is delivered. */
    synchronized void end(CloseReason why) {
        if (!hasEnded()) {
            reason = why;
            queue.clear();
            wake();
        }
    }

    private synchronized boolean hasEnded() {
        return closed || reason != null;
    }

    private void wake() {
        if (!running) {
            running = true;
            deliveries.execute(this::deliverAll);
        }
    }

    private void deliverAll() {
        try {
            catchUp();
            for (WatchEvent event = next(); event != null; event = next()) {
                deliver(event);
            }
        } catch (GoneException e) {
            end(CloseReason.GONE);
        } catch (RuntimeException e) {
            LOG.warn("Ending a watch that failed after version {}", deliveredVersion(), e);
            end(CloseReason.FAILED);
        }
        tellEnd();
    }

    private void catchUp() {
        long seen;
        synchronized (this) {
            if (joined) {
                return;
            }
            seen = delivered;
        }
        while (!hasEnded() && !log.join(this, seen)) {
            EventLog.Page page = events.page(filter, seen, log.position());
            page.events().forEach(this::deliver);
            seen = page.last();
        }
    }

    private void deliver(WatchEvent event) {
        if (hasEnded()) {
            return;
        }
        listener.onEvent(event);
        synchronized (this) {
            delivered = event.resourceVersion();
        }
    }

    /** The next event; without one this round of deliveries is over, and the next event begins another. */
    private synchronized WatchEvent next() {
        WatchEvent event = hasEnded() ? null : queue.pollFirst();
        if (event == null) {
            running = false;
        }
        return event;
    }

    private void tellEnd() {
        CloseReason why;
        synchronized (this) {
            if (told || closed || reason == null) {
                return;
            }
            told = true;
            why = reason;
        }
        log.leave(this);
        listener.onClosed(why);
    }
}
