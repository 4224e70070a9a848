package io.kubeforge.standalone;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: interrupts the main thread, waits while it ends what it started, and ends the process with exit code 0. A
 * JVM left to itself would run all shutdown hooks at once and exit 130. It has no logger: it exists before the command
 * line says where the log is.
 */
final class Interruption {
    private static final long TO_END_SECONDS = 120;

    private final Thread main;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean asked;

    private Interruption(Thread main) {
        this.main = main;
    }

    /** Watches for Ctrl-C on behalf of this thread. */
    static Interruption ofThisThread() {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::interrupt, "interruption"));
        return interruption;
    }

    private void interrupt() {
        if (ended.getCount() == 0) {
            return;
        }
        asked = true;
        main.interrupt();
        try {
            if (!ended.await(TO_END_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(
                        "kubeforge: not everything ended in time; what is left is found again at the next start");
            }
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    /** Whether somebody pressed Ctrl-C, so that what fails now fails for that. */
    boolean wasAsked() {
        return asked;
    }

    /** Waits until somebody presses Ctrl-C. */
    void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException asExpected) {
            asked = true;
        }
    }

    /** The main thread has ended everything; the process may go. */
    void ended() {
        ended.countDown();
    }
}
