package io.kubeforge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micronaut.context.ApplicationContext;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;

/** Counts the watches of a running store, which no client can see. */
public final class OpenSubscriptions {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final WatchLog log;
    private final Field subscriptions;

    public OpenSubscriptions(ApplicationContext context) throws NoSuchFieldException {
        log = context.getBean(WatchLog.class);
        subscriptions = WatchLog.class.getDeclaredField("subscriptions");
        subscriptions.setAccessible(true);
    }

    /** How many there are now. */
    public int count() throws IllegalAccessException {
        synchronized (log) {
            return ((Collection<?>) subscriptions.get(log)).size();
        }
    }

    /** Waits until there are so many. */
    public void awaitCount(int expected) throws IllegalAccessException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (count() != expected && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        assertEquals(expected, count());
    }
}
