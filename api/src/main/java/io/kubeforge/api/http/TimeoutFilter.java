package io.kubeforge.api.http;

import io.kubeforge.api.status.StatusException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.regex.Pattern;

/**
 * Refuses a parameter {@code timeout} that is no duration as Go writes it, such as {@code 1m30s}. A sound one needs nothing
 * done: only watches take long, and those are limited by {@code timeoutSeconds}.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class TimeoutFilter {
    private static final Pattern DURATION =
            Pattern.compile("[-+]?(0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)");

    @RequestFilter
    void check(HttpRequest<?> request) {
        Query query = new Query(request);
        String timeout = query.text("timeout");
        if (!timeout.isEmpty() && !query.isWatch() && !DURATION.matcher(timeout).matches()) {
            throw StatusException.badRequest(
                    "invalid timeout specified in the request URL - time: invalid duration \"" + timeout + "\"");
        }
    }
}
