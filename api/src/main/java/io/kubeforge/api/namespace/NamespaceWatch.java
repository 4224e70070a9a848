package io.kubeforge.api.namespace;

import io.kubeforge.api.background.LogFollower;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.EventType;
import io.kubeforge.store.ObjectRules;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.store.WatchEvent;
import jakarta.inject.Singleton;

/** Looks at namespaces that are being deleted when something in them, or one of them, was deleted. */
@Singleton
class NamespaceWatch extends LogFollower {
    private final NamespaceCollector collector;

    NamespaceWatch(ResourceStore store, NamespaceCollector collector) {
        super(store, "namespace-collector");
        this.collector = collector;
    }

    @Override
    protected boolean concerns(WatchEvent event) {
        if (event.kind().equals(Kinds.NAMESPACE)) {
            return ObjectRules.isDeleting(event.object());
        }
        return event.type() == EventType.DELETED;
    }

    @Override
    protected void work() {
        collector.collect();
    }

    @Override
    protected void workThrough() {
        collector.collect();
        collector.collectOrphans();
    }
}
