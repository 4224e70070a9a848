package io.kubeforge.api.watch;

import io.kubeforge.api.status.StatusException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a watch is meant.
 *
 * @param after the version after which changes are sent; null to begin with what there is
 * @param initialEvents whether what there is comes first
 * @param marksInitialEnd whether a bookmark tells the end of what there was
 */
public record WatchOptions(
        Long after, boolean initialEvents, boolean marksInitialEnd, boolean bookmarks, Duration timeout) {
    private static final long SHORTEST_DEFAULT = 1800;

    /** Reads the query parameters; empty texts for absent ones. */
    public static WatchOptions parse(
            String resourceVersion,
            String resourceVersionMatch,
            String sendInitialEvents,
            String allowWatchBookmarks,
            String timeoutSeconds) {
        boolean asksForInitial = !sendInitialEvents.isEmpty();
        boolean initial = flag("sendInitialEvents", sendInitialEvents);
        boolean bookmarks = flag("allowWatchBookmarks", allowWatchBookmarks);
        checkMatch(asksForInitial, resourceVersionMatch);
        if (initial && !bookmarks) {
            throw StatusException.invalidOptions(
                    "ListOptions", "sendInitialEvents", "Forbidden: sendInitialEvents needs allowWatchBookmarks=true");
        }
        long version = version(resourceVersion);
        boolean fromStart = asksForInitial ? initial : version == 0;
        Long after = fromStart || version == 0 ? null : version;
        return new WatchOptions(after, fromStart, initial, bookmarks, timeout(timeoutSeconds));
    }

    /** Reads a resourceVersion; 0 for an empty one. */
    public static long version(String text) {
        try {
            long version = text.isEmpty() ? 0 : Long.parseLong(text);
            if (version >= 0) {
                return version;
            }
        } catch (NumberFormatException e) {
            throw noVersion(text);
        }
        throw noVersion(text);
    }

    private static StatusException noVersion(String text) {
        return StatusException.badRequest(
                "resourceVersion: Invalid value: \"" + text + "\": must be one that this API answered, or 0, or empty");
    }

    private static void checkMatch(boolean asksForInitial, String match) {
        if (asksForInitial && !match.equals("NotOlderThan")) {
            throw StatusException.invalidOptions(
                    "ListOptions",
                    "resourceVersionMatch",
                    "Forbidden: sendInitialEvents needs resourceVersionMatch=NotOlderThan");
        }
        if (!asksForInitial && !match.isEmpty()) {
            throw StatusException.invalidOptions(
                    "ListOptions",
                    "resourceVersionMatch",
                    "Forbidden: resourceVersionMatch is forbidden for a watch without sendInitialEvents");
        }
    }

    private static boolean flag(String name, String value) {
        return switch (value) {
            case "", "false", "0", "False" -> false;
            case "true", "1", "True" -> true;
            default -> throw StatusException.badRequest(name + " must be true or false");
        };
    }

    /** Without a wish, streams end at different times, so that not all clients come back at once. */
    private static Duration timeout(String seconds) {
        try {
            long wanted = seconds.isEmpty() ? 0 : Long.parseLong(seconds);
            long chosen =
                    wanted > 0 ? wanted : ThreadLocalRandom.current().nextLong(SHORTEST_DEFAULT, 2 * SHORTEST_DEFAULT);
            return Duration.ofSeconds(Math.min(chosen, 2 * SHORTEST_DEFAULT));
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("timeoutSeconds must be a number of seconds");
        }
    }
}
