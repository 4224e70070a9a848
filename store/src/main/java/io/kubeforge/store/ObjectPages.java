package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kind;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads collections, whole or in pages, as they are or as they were: older versions are found with the watch log. */
@Singleton
final class ObjectPages {
    /** How many objects of a scan are read at a time. */
    private static final int STEP = 500;

    private final PageRepository pages;
    private final ObjectCodec codec;

    ObjectPages(PageRepository pages, ObjectCodec codec) {
        this.pages = pages;
        this.codec = codec;
    }

    ObjectPage page(
            Kind<?> kind, @Nullable String namespace, @Nullable Long version, @Nullable ObjectKey after, int limit) {
        // One more than is wanted shows whether there are more.
        int size = limit == 0 || limit == Integer.MAX_VALUE ? Integer.MAX_VALUE : limit + 1;
        ObjectKey start = after == null ? new ObjectKey(kind, namespace, "") : after;
        List<PagedRow> rows = version == null
                ? pages.latest(kind.resource(), namespace, start.namespace(), start.name(), size)
                : pages.at(kind.resource(), namespace, version, start.namespace(), start.name(), size);
        PagedRow first = rows.get(0);
        if (version != null) {
            requireKnown(kind, version, first);
        }
        boolean more = rows.size() == size;
        return new ObjectPage(
                version == null ? first.current() : version,
                objects(kind, more ? rows.subList(0, size - 1) : rows),
                more);
    }

    /** Everything after a key, in steps of one version: that of the first one, if none is given. */
    ObjectScan scan(Kind<?> kind, @Nullable String namespace, @Nullable Long version, @Nullable ObjectKey after) {
        ObjectPage first = page(kind, namespace, version, after, STEP);
        long pinned = first.resourceVersion();
        Stream<ObjectPage> steps = Stream.iterate(
                first,
                Objects::nonNull,
                step -> step.more() ? page(kind, namespace, pinned, step.last(kind), STEP) : null);
        return new ObjectScan(pinned, steps.flatMap(step -> step.items().stream()));
    }

    Optional<Long> count(Kind<?> kind, @Nullable String namespace, long version, ObjectKey after) {
        return Optional.ofNullable(pages.countAt(kind.resource(), namespace, version, after.namespace(), after.name()));
    }

    private static void requireKnown(Kind<?> kind, long version, PagedRow snapshot) {
        if (version < snapshot.floor()) {
            throw new GoneException(kind, version, snapshot.floor());
        }
        if (version > snapshot.current()) {
            throw new FutureVersionException(version, snapshot.current());
        }
    }

    private List<ObjectNode> objects(Kind<?> kind, List<PagedRow> rows) {
        List<ObjectNode> objects = new ArrayList<>(rows.size());
        for (PagedRow row : rows) {
            if (row.name() != null) {
                ObjectKey key = new ObjectKey(kind, row.namespace(), row.name());
                objects.add(codec.decode(key, row.version(), row.doc(), row.sealed()));
            }
        }
        return List.copyOf(objects);
    }
}
