package io.kubeforge.store;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/** Reads the watch log in pages; tells a page that is complete from one that compaction has cut into. */
@Singleton
final class EventLog {
    private static final int PAGE = 500;

    private final EventRepository events;
    private final ObjectCodec codec;

    EventLog(EventRepository events, ObjectCodec codec) {
        this.events = events;
        this.codec = codec;
    }

    /** Events in rising order, and the version up to which the log has been read with them. */
    record Page(List<WatchEvent> events, long last) {}

    /** The next events after a version, up to and including another, both known to be committed. */
    Page page(WatchFilter filter, long after, long until) {
        List<EventRow> rows = events.page(after, until, filter.resource(), filter.namespace(), PAGE);
        // After the page, not before: what was removed before the page was read has raised the floor by now.
        refuseBelowFloor(filter, after);
        long last = rows.size() < PAGE ? until : rows.get(rows.size() - 1).version();
        return new Page(rows.stream().map(codec::event).filter(Objects::nonNull).toList(), last);
    }

    void refuseBelowFloor(WatchFilter filter, long after) {
        long floor = events.floor();
        if (after < floor) {
            throw new GoneException(filter.kind(), after, floor);
        }
    }
}
