package io.kubeforge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Kinds;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what has had its time; every process may do it, and doing it twice does no harm. */
@Singleton
@Requires(property = "datasources.default.url")
class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration KEPT_LOG = Duration.ofHours(1);
    private static final int KEPT_ENTRIES = 10_000;
    private static final int BATCH = 5_000;
    private static final Duration KEPT_EVENTS = Duration.ofHours(1);
    private static final int EVENTS_PER_NAMESPACE = 1_000;
    private static final Duration KEPT_ORPHANS = Duration.ofDays(1);

    private final EventRepository log;
    private final ResourceStore store;
    private final StepLog steps;

    Housekeeping(EventRepository log, ResourceStore store, StepLog steps) {
        this.log = log;
        this.store = store;
        this.steps = steps;
    }

    /** Removes what may go from the watch log, Events and step logs. */
    @Scheduled(initialDelay = "1m", fixedDelay = "1m")
    void clean() {
        compact(KEPT_LOG, KEPT_ENTRIES);
        removeEvents(Instant.now(), KEPT_EVENTS, EVENTS_PER_NAMESPACE);
        steps.deleteOrphans((int) KEPT_ORPHANS.toSeconds());
    }

    /** Removes from the watch log what is both older than an age and not among the newest entries. */
    long compact(Duration age, int newest) {
        long until = log.removable((int) age.toSeconds(), newest);
        long removed = 0;
        for (long batch = log.remove(until, BATCH); batch > 0; batch = log.remove(until, BATCH)) {
            removed += batch;
        }
        if (removed > 0) {
            LOG.debug("Removed {} entries of the watch log, up to version {}", removed, until);
        }
        return removed;
    }

    /** Removes Events that have not happened again for an age, and the oldest above a number in each namespace. */
    void removeEvents(Instant now, Duration age, int perNamespace) {
        String oldest = ObjectRules.timestamp(now.minus(age));
        Map<String, List<ObjectNode>> byNamespace = store.list(Kinds.EVENT, null).items().stream()
                .collect(Collectors.groupingBy(
                        event -> event.at("/metadata/namespace").asText()));
        byNamespace.values().forEach(events -> {
            events.sort(Comparator.comparing(Housekeeping::lastSeen).reversed());
            for (int i = 0; i < events.size(); i++) {
                if (i >= perNamespace || lastSeen(events.get(i)).compareTo(oldest) < 0) {
                    remove(events.get(i));
                }
            }
        });
    }

    private void remove(ObjectNode event) {
        try {
            store.delete(
                    ObjectKey.of(Kinds.EVENT, event),
                    null,
                    event.at("/metadata/resourceVersion").asText());
        } catch (NotFoundException | ConflictException e) {
            LOG.debug("Leaving the Event {}: {}", event.at("/metadata/name").asText(), e.getMessage());
        }
    }

    /** Users may create Events too, with any of the times that Kubernetes has had. */
    private static String lastSeen(ObjectNode event) {
        for (String field : List.of("/lastTimestamp", "/eventTime", "/metadata/creationTimestamp")) {
            if (event.at(field).isTextual()) {
                return event.at(field).asText();
            }
        }
        return "";
    }
}
