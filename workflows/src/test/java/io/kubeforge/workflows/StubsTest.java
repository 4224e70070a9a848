package io.kubeforge.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.temporal.common.RetryOptions;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StubsTest {
    @ParameterizedTest
    @CsvSource({"0.0, 1500, 22500", "0.5, 2000, 30000", "0.999, 2499, 37485"})
    void spreadsTheTriesOfHostsThatFailedTogether(double random, long first, long longest) {
        RetryOptions retry = Stubs.twoMinutes(random);
        assertEquals(Duration.ofMillis(first), retry.getInitialInterval());
        assertEquals(Duration.ofMillis(longest), retry.getMaximumInterval());
    }

    @ParameterizedTest
    @CsvSource({"0.0", "0.5", "0.999"})
    void endsAfterSixTries(double random) {
        RetryOptions retry = Stubs.twoMinutes(random);
        assertEquals(6, retry.getMaximumAttempts());
        assertTrue(retry.getBackoffCoefficient() > 1);
    }
}
