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

    @Test
    void asksLessOftenTheMoreCommandsAreFollowed() {
        assertEquals(5, DetachedRun.gathering(0, 100));
        assertEquals(30, DetachedRun.gathering(0, 1_000));
        assertEquals(30, DetachedRun.gathering(TimeUnit.SECONDS.toNanos(3_600), 100_000));
    }

    private static int gathering(long seconds) {
        return DetachedRun.gathering(TimeUnit.SECONDS.toNanos(seconds), 1);
    }
}
