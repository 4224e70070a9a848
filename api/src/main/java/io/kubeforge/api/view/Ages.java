package io.kubeforge.api.view;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Says how long ago something was, in the two largest units that matter, as kubectl's users know it. */
final class Ages {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;

    private Ages() {}

    static String since(String timestamp, Instant now) {
        try {
            return shown(
                    Math.max(0, Duration.between(Instant.parse(timestamp), now).toSeconds()));
        } catch (DateTimeParseException notATime) {
            return "<invalid>";
        }
    }

    private static String shown(long seconds) {
        if (seconds < 2 * MINUTE) {
            return seconds + "s";
        }
        if (seconds < 10 * MINUTE) {
            return two(seconds, MINUTE, "m", 1, "s");
        }
        if (seconds < 3 * HOUR) {
            return seconds / MINUTE + "m";
        }
        if (seconds < 8 * HOUR) {
            return two(seconds, HOUR, "h", MINUTE, "m");
        }
        if (seconds < 2 * DAY) {
            return seconds / HOUR + "h";
        }
        if (seconds < 8 * DAY) {
            return two(seconds, DAY, "d", HOUR, "h");
        }
        if (seconds < 2 * YEAR) {
            return seconds / DAY + "d";
        }
        return two(seconds, YEAR, "y", DAY, "d");
    }

    private static String two(long seconds, long unit, String name, long smaller, String smallerName) {
        long rest = seconds % unit / smaller;
        return seconds / unit + name + (rest == 0 ? "" : rest + smallerName);
    }
}
