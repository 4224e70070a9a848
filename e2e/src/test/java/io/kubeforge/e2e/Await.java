package io.kubeforge.e2e;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what needs time, with a limit and a sentence for when it is passed. */
final class Await {
    private Await() {}

    /** Asks again until the answer is not null. A question that fails is asked again; at the limit its failure is told. */
    static <T> T until(String what, Duration limit, Supplier<T> question) {
        long deadline = System.nanoTime() + limit.toNanos();
        RuntimeException last = null;
        while (System.nanoTime() < deadline) {
            try {
                T answer = question.get();
                if (answer != null) {
                    return answer;
                }
                last = null;
            } catch (RuntimeException failure) {
                last = failure;
            }
            pause();
        }
        throw new AssertionError("Waited " + limit.toSeconds() + " s in vain for " + what, last);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
