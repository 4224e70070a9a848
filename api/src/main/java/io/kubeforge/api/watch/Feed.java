package io.kubeforge.api.watch;

import io.kubeforge.model.kind.Kind;
import io.kubeforge.store.CloseReason;
import io.kubeforge.store.GoneException;
import io.kubeforge.store.ResourceStore;
import io.kubeforge.store.Subscription;
import io.kubeforge.store.WatchEvent;
import io.kubeforge.store.WatchListener;
import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** Puts what the store tells into the queue of one watch, with a mark now and then. */
final class Feed implements WatchListener {
    private static final Duration MARK_INTERVAL = Duration.ofMinutes(1);

    private final FluxSink<Change> sink;
    private final boolean marks;

    Feed(FluxSink<Change> sink, boolean marks) {
        this.sink = sink;
        this.marks = marks;
    }

    /** Listens until the client leaves or the store closes. */
    void begin(ResourceStore store, Kind<?> kind, String namespace, long after) {
        try {
            Subscription subscription = store.watch(kind, namespace, after, this);
            Disposable ticks = marks
                    ? Flux.interval(MARK_INTERVAL)
                            .onBackpressureDrop()
                            .subscribe(tick -> sink.next(new Change.Reached(subscription.deliveredVersion())))
                    : Disposables.disposed();
            sink.onDispose(() -> {
                ticks.dispose();
                subscription.close();
            });
        } catch (GoneException tooOld) {
            forgotten();
        }
    }

    @Override
    public void onEvent(WatchEvent event) {
        sink.next(new Change.Happened(event));
    }

    @Override
    public void onClosed(CloseReason reason) {
        if (reason == CloseReason.GONE) {
            forgotten();
            return;
        }
        sink.complete();
    }

    private void forgotten() {
        sink.next(new Change.Forgotten());
        sink.complete();
    }
}
