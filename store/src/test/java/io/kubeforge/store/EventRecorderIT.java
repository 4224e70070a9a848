package io.kubeforge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubeforge.model.kind.Event;
import io.kubeforge.model.kind.Kinds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventRecorderIT {
    private final StoreContext context = new StoreContext();
    private final ResourceStore store = context.store();
    private final EventRecorder recorder = context.bean(EventRecorder.class);
    private final ObjectNode cluster = store.create(Kinds.CLUSTER, Objects.of(Kinds.CLUSTER, "default", "demo"));

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void countsWhatHappensAgain() {
        record("HostUnreachable", "host a does not answer");
        record("HostUnreachable", "host a does not answer");
        record("HostUnreachable", "host b does not answer");

        List<Event> events = events();
        assertEquals(List.of(1, 2), events.stream().map(Event::count).sorted().toList());
        Event twice = events.stream().filter(e -> e.count() == 2).findFirst().orElseThrow();
        assertEquals("host a does not answer", twice.message());
        assertEquals(
                cluster.at("/metadata/uid").asText(), twice.involvedObject().uid());
        assertEquals("Cluster", twice.involvedObject().kind());
        assertEquals("kubeforge.io/v1alpha1", twice.involvedObject().apiVersion());
        assertEquals("reconciler", twice.source().component());
        assertTrue(twice.metadata().name().startsWith("demo."), twice.metadata().name());
    }

    @Test
    void keepsEventsOfWhatHasNoNamespaceInDefault() {
        ObjectNode namespace = store.create(Kinds.NAMESPACE, Objects.of(Kinds.NAMESPACE, "", "team"));
        recorder.record(Kinds.NAMESPACE, namespace, Event.NORMAL, "Emptied", "nothing is left", "store");
        assertEquals("default", events().get(0).metadata().namespace());
    }

    @Test
    void givesAnEventOfALongNameANameThatIsNotTooLong() {
        ObjectNode host = store.create(Kinds.HOST, Objects.of(Kinds.HOST, "default", "h".repeat(253)));
        recorder.record(Kinds.HOST, host, Event.NORMAL, "Reached", "answers", "worker");
        assertEquals(253, events().get(0).metadata().name().length());
    }

    @Test
    void forgetsWhatWasLongAgoAndWhatIsTooMuch() {
        for (int i = 0; i < 5; i++) {
            record("Happened", "number " + i);
        }
        Housekeeping housekeeping = context.bean(Housekeeping.class);
        housekeeping.removeEvents(Instant.now(), Duration.ofHours(1), 1000);
        assertEquals(5, events().size());
        housekeeping.removeEvents(Instant.now(), Duration.ofHours(1), 2);
        assertEquals(2, events().size());
        housekeeping.removeEvents(Instant.now().plus(Duration.ofHours(2)), Duration.ofHours(1), 1000);
        assertEquals(List.of(), events());
    }

    private void record(String reason, String message) {
        recorder.record(Kinds.CLUSTER, cluster, Event.WARNING, reason, message, "reconciler");
    }

    private List<Event> events() {
        return store.list(Kinds.EVENT, null).items().stream()
                .map(Kinds.EVENT::read)
                .toList();
    }
}
