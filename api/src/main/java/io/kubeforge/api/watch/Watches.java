package io.kubeforge.api.watch;

import io.kubeforge.api.selector.Selection;
import io.kubeforge.api.view.View;
import io.kubeforge.model.kind.Kind;
import io.kubeforge.store.GoneException;
import io.kubeforge.store.ObjectScan;
import io.kubeforge.store.ResourceStore;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Streams changes to clients. A watch holds no thread, only a queue: a client that reads too slowly is disconnected, and
 * goes on from the last version that it saw.
 */
@Singleton
public final class Watches implements GracefulShutdownCapable {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
    private static final int QUEUE = 4096;
    /** In place of the version that was sent: the client was told why its watch ends. */
    private static final long ENDED = -1;

    private final ResourceStore store;
    private final SharedLines shared;
    private final Sinks.Empty<Long> stopping = Sinks.empty();

    Watches(ResourceStore store, SharedLines shared) {
        this.store = store;
        this.shared = shared;
    }

    /** Ends all watches, so that the process waits for none of them; clients go on at another replica. */
    @Override
    public CompletionStage<?> shutdownGracefully() {
        stopping.tryEmitEmpty();
        return CompletableFuture.completedStage(null);
    }

    /** The stream of one watch, a JSON line for each event; what there is already is read while it is sent. */
    public Flux<byte[]> open(Kind<?> kind, String namespace, Selection selection, View view, WatchOptions options) {
        String scope = namespace.isEmpty() ? null : namespace;
        ObjectScan start =
                options.after() == null ? store.scan(kind, scope) : new ObjectScan(options.after(), Stream.empty());
        long after = start.resourceVersion();
        EventLines lines = new EventLines(kind, selection, view, shared, after);
        Flux<EventLines.Line> initial = options.initialEvents()
                ? Flux.fromStream(start.objects())
                        .filter(selection::contains)
                        .map(lines::initial)
                        .subscribeOn(Schedulers.boundedElastic())
                : Flux.empty();
        if (options.marksInitialEnd()) {
            initial = initial.concatWith(Mono.fromSupplier(lines::endOfInitial));
        }
        Flux<EventLines.Line> all = initial.concatWith(changes(kind, scope, after, lines, options.bookmarks()))
                .onErrorResume(error -> closed(kind, error, lines))
                .takeUntilOther(Mono.delay(options.timeout()).takeUntilOther(stopping.asMono()));
        AtomicLong sent = new AtomicLong(after);
        Flux<EventLines.Line> counted = all.doOnNext(line -> sent.set(line.isEnd() ? ENDED : line.version()));
        return (options.bookmarks() ? counted.concatWith(last(lines, sent)) : counted).map(EventLines.Line::bytes);
    }

    /** The bookmark before the stream ends says only what was really sent: what still waited in the queue was not. */
    private static Mono<EventLines.Line> last(EventLines lines, AtomicLong sent) {
        return Mono.fromSupplier(sent::get).filter(version -> version != ENDED).map(lines::last);
    }

    private Flux<EventLines.Line> changes(Kind<?> kind, String scope, long after, EventLines lines, boolean bookmarks) {
        return Flux.<Change>create(
                        sink -> new Feed(sink, bookmarks).begin(store, kind, scope, after),
                        FluxSink.OverflowStrategy.IGNORE)
                .subscribeOn(Schedulers.boundedElastic())
                .onBackpressureBuffer(QUEUE, BufferOverflowStrategy.ERROR)
                .concatMapIterable(change -> change.writtenBy(lines));
    }

    private static Flux<EventLines.Line> closed(Kind<?> kind, Throwable error, EventLines lines) {
        if (error instanceof GoneException) {
            return Flux.fromIterable(new Change.Forgotten().writtenBy(lines));
        }
        LOG.info("Closing a watch of {}: {}", kind.plural(), error.toString());
        return Flux.empty();
    }
}
