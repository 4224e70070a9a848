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
    /** Whether all is as it must be. */
    boolean good() {
        return struck && converged && wrong.isEmpty();
    }

    /** One line for people. */
    String line() {
        String what = good() ? "ok    " : struck ? "FAILED" : "MISSED";
        return String.format("%s %6.1f s  %s", what, millis / 1000.0, point.name())
                + (wrong.isEmpty() ? "" : "\n         " + String.join("\n         ", wrong));
    }
}
