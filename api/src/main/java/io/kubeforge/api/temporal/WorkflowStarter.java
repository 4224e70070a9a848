package io.kubeforge.api.temporal;

import io.kubeforge.model.kind.Cluster;
import io.kubeforge.model.kind.ClusterStatus;
import io.kubeforge.model.kind.Conditions;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.CloseReason;
import io.kubeforge.store.GoneException;
import io.kubeforge.store.ObjectKey;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.store.Subscription;
import io.kubeforge.store.WatchEvent;
import io.kubeforge.store.WatchListener;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tails the store's watch log and wakes the workflows of the clusters that a change concerns. Nothing is written twice:
 * what is missed (a crash, Temporal away) is found again by the scan on start and every minute.
 */
@Singleton
@Requires(property = "kubeforge.api.temporal.enabled", notEquals = "false")
public class WorkflowStarter implements ApplicationEventListener<ServerStartupEvent>, WatchListener {
    private static final Logger LOG = LoggerFactory.getLogger(WorkflowStarter.class);
    private static final long SCAN_SECONDS = 60;
    private static final long RETRY_MILLIS = 1000;
    private static final long CHECK_SECONDS = 10;

    private final ResourceStore store;
    private final ClusterWorkflows workflows;
    private final Concerned concerned = new Concerned();
    private final Map<ObjectKey, String> pending = new LinkedHashMap<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "workflow-starter");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Subscription subscription;
    /** The version up to which every event was taken; 0 when there is none to go on from. */
    private volatile long seen;

    /** Reads this store and wakes these workflows. */
    public WorkflowStarter(ResourceStore store, ClusterWorkflows workflows) {
        this.store = store;
        this.workflows = workflows;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        executor.execute(this::follow);
        executor.scheduleWithFixedDelay(this::scan, SCAN_SECONDS, SCAN_SECONDS, TimeUnit.SECONDS);
    }

    /** Begins, or goes on where it was; what happened before the first start is found by the scan. */
    private void follow() {
        try {
            if (seen == 0) {
                seen = concerned.begin(store);
            }
            subscription = store.watch(null, null, seen, this);
            scan();
        } catch (GoneException forgotten) {
            LOG.warn("what happened after version {} is no longer known; beginning anew", seen);
            seen = 0;
            executor.execute(this::follow);
        } catch (RuntimeException failure) {
            LOG.warn("the watch could not begin, trying again: {}", failure.getMessage());
            executor.schedule(this::follow, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void onEvent(WatchEvent event) {
        seen = event.resourceVersion(); // before the rest: an event that cannot be read must not come again and again
        Map<ObjectKey, String> clusters = concerned.by(event);
        if (!clusters.isEmpty()) {
            executor.execute(() -> {
                pending.putAll(clusters);
                wakePending();
            });
        }
    }

    @Override
    public void onClosed(CloseReason reason) {
        if (reason == CloseReason.GONE) {
            seen = 0;
        }
        if (!executor.isShutdown()) {
            LOG.warn("the watch was closed ({}) after version {}; going on", reason, seen);
            executor.execute(this::follow);
        }
    }

    /** Only the executor's one thread comes here. */
    private void wakePending() {
        for (Map.Entry<ObjectKey, String> entry : Map.copyOf(pending).entrySet()) {
            try {
                store.get(entry.getKey())
                        .map(Kinds.CLUSTER::read)
                        .ifPresent(cluster -> workflows.wake(cluster, entry.getValue()));
                pending.remove(entry.getKey());
                executor.schedule(() -> check(entry.getKey()), CHECK_SECONDS, TimeUnit.SECONDS);
            } catch (RuntimeException failure) {
                LOG.warn("cluster {} could not be woken, trying again: {}", entry.getKey(), failure.getMessage());
                executor.schedule(this::wakePending, RETRY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
        }
    }

    /** A signal that came to a run in its very last moment went with it: what it told is still unplanned then. */
    private void check(ObjectKey key) {
        try {
            store.get(key).map(Kinds.CLUSTER::read).ifPresent(this::settle);
        } catch (RuntimeException failure) {
            LOG.warn("{} could not be checked, the scan does it in a minute: {}", key, failure.getMessage());
        }
    }

    private void scan() {
        try {
            store.list(Kinds.CLUSTER, null).items().stream()
                    .map(Kinds.CLUSTER::read)
                    .forEach(this::settle);
        } catch (RuntimeException failure) {
            LOG.warn("the scan for unsettled clusters failed, it comes again in a minute: {}", failure.getMessage());
        }
    }

    private void settle(Cluster cluster) {
        ClusterStatus status = cluster.status();
        long seen = status.observedGeneration() == null ? 0 : status.observedGeneration();
        boolean unseen = seen < cluster.metadata().generation()
                || !Objects.equals(
                        status.requestedAt(), cluster.metadata().annotations().get(Cluster.REQUESTED_AT));
        boolean notBeingDeleted = cluster.metadata().isDeleting() && !"Deleting".equals(status.phase());
        if (unseen || notBeingDeleted) {
            workflows.wake(cluster, "found by the scan");
        } else if (cluster.metadata().isDeleting()
                || Conditions.isTrue(status.conditions(), ClusterStatus.RECONCILING)) {
            workflows.ensureRunning(cluster);
        }
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
        if (subscription != null) {
            subscription.close();
        }
    }
}
