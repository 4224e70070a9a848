package io.kubeforge.api.watch;

import io.kubeforge.api.status.StatusException;
import io.kubeforge.model.schema.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private static final String MATCH = "resourceVersionMatch";
    private static final String NOT_OLDER_THAN = "NotOlderThan";
    private static final long SHORTEST_DEFAULT = 1800;

    /** Reads the query parameters; empty texts for absent ones. */
    public static WatchOptions parse(
            String resourceVersion,
            String resourceVersionMatch,
            String sendInitialEvents,
            String allowWatchBookmarks,
            String timeoutSeconds) {
        boolean asksForInitial = !sendInitialEvents.isEmpty();
        boolean initial = asksForInitial && flag(sendInitialEvents);
        boolean bookmarks = !allowWatchBookmarks.isEmpty() && flag(allowWatchBookmarks);
        List<FieldError> errors = refusals(asksForInitial, resourceVersionMatch);
        if (!errors.isEmpty()) {
            throw StatusException.invalidOptions("ListOptions", errors);
        }
        long version = version(resourceVersion);
        boolean fromStart = asksForInitial ? initial : version == 0;
        Long after = fromStart || version == 0 ? null : version;
        return new WatchOptions(after, fromStart, fromStart && bookmarks, bookmarks, timeout(timeoutSeconds));
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

    /** Combinations that make no sense, in the words of kube-apiserver. */
    private static List<FieldError> refusals(boolean asksForInitial, String match) {
        List<FieldError> errors = new ArrayList<>();
        if (asksForInitial && !match.equals(NOT_OLDER_THAN)) {
            errors.add(forbidden("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        }
        if (!asksForInitial && !match.isEmpty()) {
            errors.add(forbidden("resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
        if (!match.isEmpty() && !match.equals(NOT_OLDER_THAN)) {
            String message = "Unsupported value: \"" + match + "\": supported values: \"NotOlderThan\"";
            errors.add(new FieldError(MATCH, FieldError.NOT_SUPPORTED, message));
        }
        return errors;
    }

    private static FieldError forbidden(String message) {
        return new FieldError(MATCH, FieldError.FORBIDDEN, "Forbidden: " + message);
    }

    /** Reads a flag that is there, as Kubernetes does: whatever is not false is true. */
    public static boolean flag(String value) {
        return !value.equalsIgnoreCase("false") && !value.equals("0");
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
