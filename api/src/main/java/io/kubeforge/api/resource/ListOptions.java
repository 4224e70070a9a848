package io.kubeforge.api.resource;

import io.kubeforge.api.status.StatusException;
import io.kubeforge.api.watch.WatchOptions;
import io.kubeforge.model.schema.FieldError;
import java.util.ArrayList;
import java.util.List;

/**
 * How a list is meant.
 *
 * @param limit how many objects at most; 0 for all
 * @param reached the version that must have been written before anything is shown; 0 for none
 * @param version the version whose objects are shown; null for the latest
 * @param from where the list goes on; null at its beginning
 */
public record ListOptions(int limit, long reached, Long version, ContinueToken from) {
    private static final String ANY = "0";
    private static final String EXACT = "Exact";
    private static final String NOT_OLDER_THAN = "NotOlderThan";
    private static final String MATCH = "resourceVersionMatch";

    /** Reads the query parameters; empty texts for absent ones. */
    public static ListOptions parse(
            String limit, String token, String resourceVersion, String match, String sendInitialEvents) {
        List<FieldError> errors = refusals(token, resourceVersion, match, sendInitialEvents);
        if (!errors.isEmpty()) {
            throw StatusException.invalidOptions("ListOptions", errors);
        }
        long version = WatchOptions.version(resourceVersion);
        // kube-apiserver, too, answers whoever wants any version from its cache, and whole.
        int most = resourceVersion.equals(ANY) ? 0 : limit(limit);
        if (!token.isEmpty()) {
            return next(most, version, ContinueToken.parse(token));
        }
        // A first page of a given version has always meant this very version.
        boolean isExact = match.equals(EXACT) || match.isEmpty() && most > 0 && version > 0;
        return new ListOptions(most, version, isExact ? version : null, null);
    }

    private static ListOptions next(int limit, long version, ContinueToken from) {
        if (version > 0) {
            throw StatusException.badRequest("specifying resource version is not allowed when using continue");
        }
        boolean isLatest = from.version() == ContinueToken.LATEST;
        return new ListOptions(limit, isLatest ? 0 : from.version(), isLatest ? null : from.version(), from);
    }

    /** Combinations that make no sense, in the words of kube-apiserver. */
    private static List<FieldError> refusals(
            String token, String resourceVersion, String match, String sendInitialEvents) {
        List<FieldError> errors = new ArrayList<>();
        if (!match.isEmpty()) {
            if (resourceVersion.isEmpty()) {
                errors.add(forbidden(MATCH, MATCH + " is forbidden unless resourceVersion is provided"));
            }
            if (!token.isEmpty()) {
                errors.add(forbidden(MATCH, MATCH + " is forbidden when continue is provided"));
            }
            if (!match.equals(EXACT) && !match.equals(NOT_OLDER_THAN)) {
                String message =
                        "Unsupported value: \"" + match + "\": supported values: \"Exact\", \"NotOlderThan\", \"\"";
                errors.add(new FieldError(MATCH, FieldError.NOT_SUPPORTED, message));
            }
            if (match.equals(EXACT) && resourceVersion.equals(ANY)) {
                errors.add(forbidden(MATCH, MATCH + " \"exact\" is forbidden for resourceVersion \"0\""));
            }
        }
        if (!sendInitialEvents.isEmpty()) {
            errors.add(forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        }
        return errors;
    }

    private static FieldError forbidden(String field, String message) {
        return new FieldError(field, FieldError.FORBIDDEN, "Forbidden: " + message);
    }

    /** A negative limit is none, as in Kubernetes. */
    private static int limit(String text) {
        try {
            long limit = text.isEmpty() ? 0 : Long.parseLong(text);
            return (int) Math.max(0, Math.min(limit, Integer.MAX_VALUE));
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("limit: Invalid value: \"" + text + "\": must be a number of objects");
        }
    }
}
