package io.kubeforge.activities.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatheringTest {
    @Test
    void asksLessOftenTheLongerACommandRuns() {
        assertEquals(0, gathering(0));
        assertEquals(2, gathering(6));
        assertEquals(5, gathering(15));
        assertEquals(10, gathering(30));
    }

    @Test
    void neverKeepsOutputBackForLong() {
        assertEquals(10, gathering(3_600));
    }

    private static int gathering(long seconds) {
        return DetachedRun.gathering(TimeUnit.SECONDS.toNanos(seconds));
    }
}
