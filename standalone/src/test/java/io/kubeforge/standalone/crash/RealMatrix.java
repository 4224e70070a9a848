package io.kubeforge.standalone.crash;

import java.util.ArrayList;
import java.util.List;

/** The crash matrix on real hosts: which points share a creation, and what is tried again. */
record RealMatrix(RealCrashes crashes, int faultsAtOnce) {
    private static final int ROUNDS = 3;

    /**
     * Tries all of them. A point that was not met, as earlier faults had changed what its host ran, is tried once more in
     * a later creation.
     */
    List<Outcome> run(List<Point> points) {
        List<Outcome> done = new ArrayList<>();
        List<Point> left = points;
        for (int round = 1; round <= ROUNDS && !left.isEmpty(); round++) {
            List<Point> missed = new ArrayList<>();
            for (List<Point> together : Sample.pieces(left, faultsAtOnce)) {
                for (Outcome outcome : crashes.run(together)) {
                    boolean again = !outcome.struck() && outcome.wrong().isEmpty() && round < ROUNDS;
                    if (again) {
                        missed.add(outcome.point());
                    } else {
                        System.out.println(outcome.line());
                        done.add(outcome);
                    }
                }
            }
            left = missed;
        }
        return done;
    }
}
