package io.kubeforge.activities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PulseTest {
    @Test
    void aFewHeartsBeatFastAndManyShareTheBeatsUpToALimit() {
        assertEquals(Duration.ofMillis(500), Pulse.between(1));
        assertEquals(Duration.ofMillis(500), Pulse.between(8));
        assertEquals(Duration.ofSeconds(3), Pulse.between(50));
        assertEquals(Duration.ofSeconds(6), Pulse.between(10_000));
    }

    @Test
    void beatsAgainAfterABeatThatFailed() throws InterruptedException {
        CountDownLatch twice = new CountDownLatch(2);
        try (Pulse pulse = new Pulse();
                Pulse.Beats beats = pulse.begin(() -> {
                    twice.countDown();
                    throw new IllegalStateException("Temporal is away");
                })) {
            assertTrue(twice.await(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aHeartThatEndedBeatsNoMore() throws InterruptedException {
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch others = new CountDownLatch(3);
        try (Pulse pulse = new Pulse()) {
            pulse.begin(ended::incrementAndGet).close();
            int atTheEnd = ended.get();
            try (Pulse.Beats beats = pulse.begin(others::countDown)) {
                assertTrue(others.await(30, TimeUnit.SECONDS));
            }
            assertTrue(ended.get() <= atTheEnd + 1);
        }
    }
}
