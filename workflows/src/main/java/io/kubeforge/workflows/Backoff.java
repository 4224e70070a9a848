package io.kubeforge.workflows;

import java.time.Duration;

/** How long a cluster with something missing waits before it is looked at again: 30 s doubling to 10 min, jittered. */
final class Backoff {
    private static final long FIRST_SECONDS = 30;
    private static final long LONGEST_SECONDS = 600;
    private static final double JITTER = 0.2;

    private Backoff() {}

    /**
     * The wait before the next try.
     *
     * @param attempt how many tries in a row failed before this wait, from 0
     * @param random in [0, 1): spreads the tries of many clusters
     */
    static Duration before(int attempt, double random) {
        int doublings = Math.min(attempt, 10);
        long seconds = Math.min(LONGEST_SECONDS, FIRST_SECONDS << doublings);
        double factor = 1 - JITTER + 2 * JITTER * random;
        return Duration.ofMillis((long) (seconds * factor * 1000));
    }
}
