package io.kubeforge.api.security;

import io.micronaut.http.HttpRequest;
import java.util.List;

/**
 * Who asks.
 *
 * @param name as clients are shown it
 * @param groups what the user belongs to
 */
public record User(String name, List<String> groups) {
    /** The bearer of the administrator's token, who may do everything. */
    static final User ADMINISTRATOR = new User("kubeforge-admin", List.of("system:masters", "system:authenticated"));

    private static final String ATTRIBUTE = "kubeforge.user";

    /** The user of a request that was let in. */
    public static User of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, User.class)
                .orElseThrow(() -> new IllegalStateException("Nobody is known to ask for " + request.getPath()));
    }

    void asks(HttpRequest<?> request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
