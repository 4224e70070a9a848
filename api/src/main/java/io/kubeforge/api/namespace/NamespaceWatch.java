package io.kubeforge.api.namespace;

import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.CloseReason;
import io.kubeforge.store.EventType;
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

/** Says when namespaces are to be looked at: when something was deleted, at the start, and every minute. */
@Singleton
class NamespaceWatch implements WatchListener {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceWatch.class);
    private static final long RESCAN_SECONDS = 60;

    private final ResourceStore store;
    private final NamespaceCollector collector;
    private final AtomicBoolean nudged = new AtomicBoolean();
    private final AtomicReference<Subscription> subscription = new AtomicReference<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "namespace-collector");
        thread.setDaemon(true);
        return thread;
    });

    NamespaceWatch(ResourceStore store, NamespaceCollector collector) {
        this.store = store;
        this.collector = collector;
    }

    @EventListener
    void start(StartupEvent event) {
        executor.scheduleWithFixedDelay(this::rescan, 0, RESCAN_SECONDS, TimeUnit.SECONDS);
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
        boolean isNamespace = event.kind().equals(Kinds.NAMESPACE);
        boolean asksForDeletion =
                isNamespace && event.object().at("/metadata/deletionTimestamp").isTextual();
        boolean emptiesNamespace = !isNamespace && event.type() == EventType.DELETED;
        if ((asksForDeletion || emptiesNamespace) && nudged.compareAndSet(false, true)) {
            submit(this::collect);
        }
    }

    @Override
    public void onClosed(CloseReason reason) {
        subscription.set(null);
        submit(this::rescan);
    }

    private void submit(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("Not looking at namespaces any more: the API is stopping");
        }
    }

    private void rescan() {
        guarded(() -> {
            if (subscription.get() == null) {
                subscription.set(store.watch(null, null, store.currentVersion(), this));
            }
            collector.collect();
            collector.collectOrphans();
        });
    }

    private void collect() {
        nudged.set(false);
        guarded(collector::collect);
    }

    /** A scheduled runnable that throws is never run again; a database that is away comes back. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("Looking at namespaces that are being deleted failed; it is tried again within a minute", e);
        }
    }
}
