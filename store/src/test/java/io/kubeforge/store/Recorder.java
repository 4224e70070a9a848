package io.kubeforge.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A listener that writes down what it is told, and lets a test wait for it. */
class Recorder implements WatchListener {
    private static final long DEADLINE_MILLIS = 60_000;

    private final List<WatchEvent> events = new ArrayList<>();
    private CloseReason closed;

    @Override
    public synchronized void onEvent(WatchEvent event) {
        events.add(event);
        notifyAll();
    }

    @Override
    public synchronized void onClosed(CloseReason reason) {
        assertTrue(closed == null, "closed twice");
        closed = reason;
        notifyAll();
    }

    synchronized List<WatchEvent> events() {
        return List.copyOf(events);
    }

    List<EventType> types() {
        return events().stream().map(WatchEvent::type).toList();
    }

    List<Long> versions() {
        return events().stream().map(WatchEvent::resourceVersion).toList();
    }

    List<WatchEvent> awaitEvents(int count) {
        await(() -> events.size() >= count);
        return events();
    }

    CloseReason awaitClosed() {
        await(() -> closed != null);
        return closed;
    }

    private synchronized void await(BooleanSupplier condition) {
        long deadline = System.currentTimeMillis() + DEADLINE_MILLIS;
        while (!condition.getAsBoolean()) {
            long left = deadline - System.currentTimeMillis();
            assertTrue(left > 0, () -> "Waited in vain; seen: " + types() + " " + closed);
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
