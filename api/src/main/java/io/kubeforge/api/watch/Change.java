package io.kubeforge.api.watch;

import io.kubeforge.api.status.StatusException;
import io.kubeforge.store.WatchEvent;
import java.util.List;

/** What passes through the queue of a watch: events, and between them the marks that become bookmarks. */
sealed interface Change {
    /** The lines that the client is sent for it. */
    List<EventLines.Line> writtenBy(EventLines lines);

    /** Something happened to an object. */
    record Happened(WatchEvent event) implements Change {
        @Override
        public List<EventLines.Line> writtenBy(EventLines lines) {
            return lines.of(event);
        }
    }

    /** Everything up to this version is in the queue before this mark. */
    record Reached(long version) implements Change {
        @Override
        public List<EventLines.Line> writtenBy(EventLines lines) {
            return List.of(lines.bookmark(version));
        }
    }

    /** The changes that come next are no longer known; clients list again when they read this. */
    record Forgotten() implements Change {
        @Override
        public List<EventLines.Line> writtenBy(EventLines lines) {
            StatusException expired = StatusException.expired(
                    "too old resource version: the changes after it are no longer kept; list again");
            return List.of(lines.error(expired.status()));
        }
    }
}
