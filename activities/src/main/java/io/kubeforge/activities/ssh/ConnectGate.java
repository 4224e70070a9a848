package io.kubeforge.activities.ssh;

import io.kubeforge.activities.failure.HostUnreachable;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets few handshakes with one address run at a time: an SSH server drops connections at random beyond ten. A bastion has
 * many visitors, so the queue is left only after the time that several handshakes with a silent host take.
 */
final class ConnectGate {
    private static final int HANDSHAKES = 4;
    private static final int JITTER_MILLIS = 100;
    private static final int PATIENCE_SECONDS = 60;
    private static final Map<String, Semaphore> GATES = new ConcurrentHashMap<>();

    private ConnectGate() {}

    /**
     * Takes a place; the returned permit is closed when the handshake is over.
     *
     * @param route the address and how it is reached
     */
    static Permit enter(String route, String label) {
        Semaphore gate = GATES.computeIfAbsent(route, address -> new Semaphore(HANDSHAKES));
        if (!gate.tryAcquire()) {
            queue(gate, label);
        }
        return gate::release;
    }

    /** Those who had to queue go in spread out, so that handshakes do not march in step. */
    private static void queue(Semaphore gate, String label) {
        try {
            if (!gate.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new HostUnreachable(
                        label,
                        HANDSHAKES + " other handshakes with it have not ended in " + PATIENCE_SECONDS + " s",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Queueing for host " + label + " was interrupted");
        }
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(JITTER_MILLIS)));
    }

    /** A place that is given back by closing it. */
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }
}
