package io.kubeforge.standalone.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tries points, and those that were not met once more in a later creation: how often a script runs depends on time and,
 * where several faults strike one creation, on those before.
 *
 * @param grouped which points are tried together
 * @param trial tries those of one group
 * @param progress is told what became of each group
 */
record Rounds(
        Function<List<Point>, List<List<Point>>> grouped,
        Function<List<Point>, List<Outcome>> trial,
        Consumer<List<Outcome>> progress) {
    private static final int MOST = 3;

    /** Tries all of them; a point that was never met has an outcome that says so. */
    List<Outcome> run(List<Point> points) {
        List<Outcome> done = new ArrayList<>();
        List<Point> left = points;
        for (int round = 1; !left.isEmpty(); round++) {
            List<Point> missed = new ArrayList<>();
            for (List<Point> together : grouped.apply(left)) {
                List<Outcome> outcomes = new ArrayList<>(trial.apply(together));
                if (round < MOST) {
                    outcomes.stream()
                            .filter(Outcome::onlyMissed)
                            .map(Outcome::point)
                            .forEach(missed::add);
                    outcomes.removeIf(Outcome::onlyMissed);
                }
                done.addAll(outcomes);
                progress.accept(outcomes);
            }
            left = missed;
        }
        return done;
    }
}
