package io.kubeforge.standalone.crash;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what can only be asked for. */
final class Await {
    private static final long BETWEEN_LOOKS_MILLIS = 100;

    private Await() {}

    /** Looks until it holds; false when it did not in time. */
    static boolean holds(Duration limit, BooleanSupplier question) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!question.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** The same, when nothing can go on without it. */
    static void until(String what, Duration limit, BooleanSupplier question) {
        if (!holds(limit, question)) {
            throw new IllegalStateException("Waited " + limit.toSeconds() + " s in vain for " + what + ".");
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting.", interrupted);
        }
    }
}
