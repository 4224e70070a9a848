package io.kubeforge.activities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is told of a command that says nothing. */
class SilenceTest {
    private final List<String> told = new ArrayList<>();
    private long minutes;
    private final Silence silence =
            new Silence(Duration.ofMinutes(5), () -> TimeUnit.MINUTES.toNanos(minutes), told::add);

    @Test
    void isToldOnceWithTheScriptAndItsLastLines() {
        silence.begins("kubeadm-init");
        silence.lines("one\ntwo\n\nthree\nfour\n");
        silence.broken();
        minutes = 4;
        silence.lasts();
        assertEquals(List.of(), told);

        minutes = 5;
        silence.lasts();
        minutes = 50;
        silence.lasts();
        assertEquals(
                List.of("Script kubeadm-init runs, but has had no output for 5 min."
                        + " Its last lines: two ⏎ three ⏎ four"),
                told);
    }

    @Test
    void isToldAgainWhenItWasBrokenInBetween() {
        silence.begins("prepare");
        minutes = 5;
        silence.lasts();
        silence.broken();
        minutes = 9;
        silence.lasts();
        minutes = 10;
        silence.lasts();
        assertEquals(2, told.size());
        assertTrue(told.get(0).endsWith("It has said nothing at all yet."), told.get(0));
    }

    @Test
    void isNotToldBeforeAScriptBegan() {
        minutes = 60;
        silence.lasts();
        assertEquals(List.of(), told);
    }
}
