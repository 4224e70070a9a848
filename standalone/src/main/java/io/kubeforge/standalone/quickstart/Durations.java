package io.kubeforge.standalone.quickstart;

import java.time.Duration;

/** Durations as people read them. */
final class Durations {
    private Durations() {}

    /** For example {@code 8s}, {@code 2m05s} or {@code 1h02m}. */
    static String text(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return "%dm%02ds".formatted(seconds / 60, seconds % 60);
        }
        return "%dh%02dm".formatted(seconds / 3600, seconds / 60 % 60);
    }
}
