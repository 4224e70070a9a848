package io.kubeforge.standalone.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of points whose operation does not come. */
class RoundsTest {
    private static final List<Point> POINTS = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> Point.of(new RemoteOperation("look", "cp-1", i, i), Fault.WORKER_KILLED))
            .toList();

    private final List<List<Point>> tried = new ArrayList<>();

    private List<Outcome> run(int lastMissed) {
        return new Rounds(
                        points -> Sample.pieces(points, 2),
                        together -> {
                            tried.add(together);
                            return together.stream()
                                    .map(point -> outcome(point, tried.size() > lastMissed))
                                    .toList();
                        },
                        outcomes -> {})
                .run(POINTS);
    }

    private static Outcome outcome(Point point, boolean struck) {
        return new Outcome(point, struck, true, 1, 0, 0, List.of());
    }

    @Test
    void whatWasNotMetIsTriedAgain() {
        List<Outcome> outcomes = run(2);
        assertEquals(List.of(2, 2, 1, 2, 2), tried.stream().map(List::size).toList());
        assertEquals(5, outcomes.size());
        assertTrue(outcomes.stream().allMatch(outcome -> outcome.struck() && outcome.good()));
    }

    @Test
    void onlyAFirstRunThatNeverComesIsWrong() {
        List<Outcome> outcomes = run(Integer.MAX_VALUE);
        assertEquals(3 * 3, tried.size());
        assertEquals(
                List.of(false, true, true, true, true),
                outcomes.stream().map(Outcome::good).toList());
        assertTrue(outcomes.stream().allMatch(Outcome::onlyMissed));
    }

    @Test
    void whatIsWrongIsNotTriedAgain() {
        Outcome wrong = new Outcome(POINTS.get(1), false, true, 1, 0, 0, List.of("two at once"));
        assertFalse(wrong.onlyMissed());
        assertFalse(wrong.good());
    }
}
