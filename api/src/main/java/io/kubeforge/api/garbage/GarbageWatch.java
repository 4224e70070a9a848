package io.kubeforge.api.garbage;

import io.kubeforge.api.background.LogFollower;
import io.kubeforge.model.kind.Kinds;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.store.WatchEvent;
import jakarta.inject.Singleton;

/** Looks at the dependents of deleted objects when something happened to them. */
@Singleton
class GarbageWatch extends LogFollower {
    private final ResourceStore store;
    private final Dependents dependents = new Dependents();
    private final GarbageCollector collector;

    GarbageWatch(ResourceStore store) {
        super(store, "garbage-collector");
        this.store = store;
        this.collector = new GarbageCollector(store, dependents);
    }

    @Override
    protected boolean concerns(WatchEvent event) {
        return dependents.note(event);
    }

    /** What is told twice does no harm. */
    @Override
    protected void learn() {
        dependents.clear();
        Kinds.STORED.forEach(kind -> store.scan(kind, null).objects().forEach(object -> dependents.note(kind, object)));
    }

    @Override
    protected void work() {
        collector.collect();
    }
}
