package io.kubeforge.api.garbage;

import io.kubeforge.model.kind.Kind;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.CloseReason;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.store.Subscription;
import io.kubeforge.store.WatchEvent;
import io.kubeforge.store.WatchListener;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when the dependents of deleted objects are to be looked at: when something happened, at the start, every minute. */
@Singleton
class GarbageWatch implements WatchListener {
    private static final Logger LOG = LoggerFactory.getLogger(GarbageWatch.class);
    private static final long AGAIN_SECONDS = 60;

    private final ResourceStore store;
    private final Dependents dependents = new Dependents();
    private final GarbageCollector collector;
    private final AtomicBoolean nudged = new AtomicBoolean();
    private final AtomicReference<Subscription> subscription = new AtomicReference<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "garbage-collector");
        thread.setDaemon(true);
        return thread;
    });

    GarbageWatch(ResourceStore store) {
        this.store = store;
        this.collector = new GarbageCollector(store, dependents);
    }

    @EventListener
    void start(StartupEvent event) {
        executor.scheduleWithFixedDelay(this::lookAgain, 0, AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        executor.shutdownNow();
        Subscription open = subscription.getAndSet(null);
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void onEvent(WatchEvent event) {
        if (dependents.note(event) && nudged.compareAndSet(false, true)) {
            submit(() -> {
                nudged.set(false);
                guarded(collector::collect);
            });
        }
    }

    @Override
    public void onClosed(CloseReason reason) {
        subscription.set(null);
        submit(this::lookAgain);
    }

    private void lookAgain() {
        guarded(() -> {
            if (subscription.get() == null) {
                subscription.set(follow());
            }
            collector.collect();
        });
    }

    /** Reads everything once and then follows the log from before that: what is told twice does no harm. */
    private Subscription follow() {
        long before = store.currentVersion();
        dependents.clear();
        for (Kind<?> kind : Kinds.ALL) {
            store.list(kind, null).items().forEach(object -> dependents.note(kind, object));
        }
        return store.watch(null, null, before, this);
    }

    private void submit(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("Not looking at dependents any more: the API is stopping");
        }
    }

    /** A scheduled runnable that throws is never run again; a database that is away comes back. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("Looking at the dependents of deleted objects failed; it is tried again within a minute", e);
        }
    }
}
