package io.kubeforge.standalone.crash;

import java.util.List;

/**
 * What became of one point.
 *
 * @param struck whether the operation was reached and the fault injected
 * @param millis from the fault until the cluster was Ready and nothing was left to do
 */
record Outcome(
        Point point, boolean struck, boolean converged, long millis, int repeated, int ranAgain, List<String> wrong) {
    /** Whether all is as it must be. That a later run of a script never came is no fault; each first one has to. */
    boolean good() {
        return converged && wrong.isEmpty() && (struck || point.operation().occurrence() > 1);
    }

    /** Whether nothing is known but that the operation did not come. */
    boolean onlyMissed() {
        return !struck && wrong.isEmpty();
    }

    /** One line for people. */
    String line() {
        String what = onlyMissed() ? "missed" : good() ? "ok    " : "FAILED";
        return String.format("%s %6.1f s  %s", what, millis / 1000.0, point.name())
                + (wrong.isEmpty() ? "" : "\n         " + String.join("\n         ", wrong));
    }
}
