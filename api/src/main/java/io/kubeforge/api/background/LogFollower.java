package io.kubeforge.api.background;

import io.kubeforge.store.CloseReason;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.store.Subscription;
import io.kubeforge.store.WatchEvent;
import io.kubeforge.store.WatchListener;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the watch log and does what it calls for, on one thread of its own: when something happened, at the start, and
 * every minute, so that what a stop or a lost database kept from being done is done then.
 */
public abstract class LogFollower implements WatchListener {
    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final long AGAIN_SECONDS = 60;
    private static final long MOMENT_SECONDS = 2;

    private final ResourceStore store;
    private final String name;
    private final AtomicBoolean nudged = new AtomicBoolean();
    private final AtomicReference<Subscription> subscription = new AtomicReference<>();
    private final ScheduledExecutorService executor;

    /** The name is that of the thread, for people who look at what runs. */
    protected LogFollower(ResourceStore store, String name) {
        this.store = store;
        this.name = name;
        this.executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Takes note of what happened, and says whether {@link #work} is called for. */
    protected abstract boolean concerns(WatchEvent event);

    /** Does what can be done now. */
    protected abstract void work();

    /** Does everything there is to do, whatever was told; by default what {@link #work} does. */
    protected void workThrough() {
        work();
    }

    /** Reads what must be known before anything is followed; what happens from its beginning on is told. */
    protected void learn() {}

    /** Begins with the server; a command that needs some of the API's beans has none. */
    @EventListener
    public void start(ServerStartupEvent event) {
        executor.scheduleWithFixedDelay(this::lookAgain, 0, AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends with the server; what is under way is interrupted, and has a moment to end before its database is closed. */
    @PreDestroy
    public void stop() throws InterruptedException {
        executor.shutdownNow();
        executor.awaitTermination(MOMENT_SECONDS, TimeUnit.SECONDS);
        Subscription open = subscription.getAndSet(null);
        if (open != null) {
            open.close();
        }
    }

    @Override
    public final void onEvent(WatchEvent event) {
        if (concerns(event) && nudged.compareAndSet(false, true)) {
            submit(() -> {
                nudged.set(false);
                guarded(this::work);
            });
        }
    }

    @Override
    public final void onClosed(CloseReason reason) {
        subscription.set(null);
        submit(this::lookAgain);
    }

    private void lookAgain() {
        guarded(() -> {
            if (subscription.get() == null) {
                long before = store.currentVersion();
                learn();
                subscription.set(store.watch(null, null, before, this));
            }
            workThrough();
        });
    }

    private void submit(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("{} does nothing any more: the API is stopping", name);
        }
    }

    /** A scheduled runnable that throws is never run again; a database that is away comes back. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("{} failed; it is tried again within a minute", name, e);
        }
    }
}
