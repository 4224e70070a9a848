package io.kubeforge.api.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordingsTest {
    private static final int FEWEST = 200;

    private final List<Scenario> scenarios = Recordings.all();

    @Test
    void namesEachRequestOnce() {
        Set<String> names = new HashSet<>();
        int requests = 0;
        for (Scenario scenario : scenarios) {
            for (Recorded request : scenario.requests()) {
                assertTrue(names.add(scenario.name() + ": " + request.name()), request.name());
                requests++;
            }
        }
        assertTrue(requests >= FEWEST, "only " + requests + " requests");
    }

    @Test
    void awaitsEachWatchThatItOpens() {
        for (Scenario scenario : scenarios) {
            Set<String> open = new HashSet<>();
            for (Recorded request : scenario.requests()) {
                assertFalse(request.method().isEmpty() && request.await().isEmpty(), request.name());
                assertTrue(request.await().isEmpty() || open.remove(request.await()), request.name());
                if (!request.open().isEmpty()) {
                    open.add(request.open());
                }
            }
            assertEquals(Set.of(), open, scenario.name());
        }
    }

    @Test
    void givesAReasonForEachDifference() {
        for (Scenario scenario : scenarios) {
            for (Recorded request : scenario.requests()) {
                for (Purpose purpose : request.purposes()) {
                    assertTrue(purpose.reason().endsWith("."), request.name() + ": " + purpose.reason());
                    assertFalse(purpose.parts().isEmpty(), request.name());
                }
            }
        }
    }
}
