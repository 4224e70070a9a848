package io.kubeforge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kubeforge.api.background.LogFollower;
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

    /** Those of a context in which the API's own followers have begun to watch, which they do when the server serves. */
    public OpenSubscriptions(ApplicationContext context) throws ReflectiveOperationException {
        log = context.getBean(WatchLog.class);
        subscriptions = WatchLog.class.getDeclaredField("subscriptions");
        subscriptions.setAccessible(true);
        awaitCount(context.getBeansOfType(LogFollower.class).size());
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
