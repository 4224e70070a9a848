package io.kubeforge.activities;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.TimeoutFailure;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartTest {
    @Test
    void aStepThatTheWorkflowCancelledIsCancelled() {
        assertTrue(cancelledAfter(new ActivityCanceledException()));
    }

    @Test
    void aStepThatTemporalDidNotHearInTimeIsNotCancelled() {
        ActivityInfo info = fake(ActivityInfo.class, (proxy, method, given) -> "");
        TimeoutFailure unheard = new TimeoutFailure("Temporal is away", null, TimeoutType.TIMEOUT_TYPE_HEARTBEAT);
        assertFalse(cancelledAfter(new ActivityCanceledException(info, unheard)));
    }

    /** Whether a heart whose first beat is answered with this takes its step for cancelled. */
    private static boolean cancelledAfter(ActivityCanceledException told) {
        ActivityExecutionContext context = fake(ActivityExecutionContext.class, (proxy, method, given) -> {
            throw told;
        });
        try (Pulse pulse = new Pulse();
                Hearts hearts = new Hearts(context, pulse);
                Heart heart = hearts.begin()) {
            assertThrows(ActivityCanceledException.class, () -> heart.pause(Duration.ofMinutes(1)));
            return heart.cancelled();
        }
    }

    private static <T> T fake(Class<T> type, InvocationHandler answer) {
        return type.cast(Proxy.newProxyInstance(HeartTest.class.getClassLoader(), new Class<?>[] {type}, answer));
    }
}
