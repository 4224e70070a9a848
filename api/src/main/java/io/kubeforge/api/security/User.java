package io.kubeforge.api.security;

import io.kubeforge.api.status.StatusException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Who asks.
 *
 * @param name as clients are shown it
 * @param uid empty if there is none
 * @param groups what the user belongs to
 * @param extra whatever else is known, each with its values
 */
public record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    private static final String AUTHENTICATED = "system:authenticated";
    /** The bearer of the administrator's token, who may do everything. */
    static final User ADMINISTRATOR =
            new User("kubeforge-admin", "", List.of("system:masters", AUTHENTICATED), Map.of());

    private static final String ATTRIBUTE = "kubeforge.user";
    private static final String IMPERSONATE = "impersonate-";
    private static final String EXTRA = IMPERSONATE + "extra-";
    /** What anybody may see and ask: what is served, and what the asker himself is and may do. */
    private static final Pattern FOR_ALL = Pattern.compile(
            "/openapi/.*|/apis?(/v1)?/?|/apis/[^/]+(/[^/]+)?/?|/apis/auth(entication|orization)\\.k8s\\.io/.*");

    /** The user of a request that was let in. */
    public static User of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, User.class)
                .orElseThrow(() -> new IllegalStateException("Nobody is known to ask for " + request.getPath()));
    }

    /**
     * Whom the administrator wants to be taken for, himself if nobody else, as
     * <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation">kubectl --as</a>
     * says it.
     */
    static User wanted(HttpHeaders headers) {
        String name = null;
        String uid = "";
        List<String> groups = new ArrayList<>();
        Map<String, List<String>> extra = new TreeMap<>();
        boolean isAsked = false;
        for (String header : headers.names()) {
            String lower = header.toLowerCase(Locale.ROOT);
            isAsked |= lower.startsWith(IMPERSONATE);
            if (lower.equals(IMPERSONATE + "user")) {
                name = headers.get(header);
            } else if (lower.equals(IMPERSONATE + "uid")) {
                uid = headers.get(header);
            } else if (lower.equals(IMPERSONATE + "group")) {
                groups.addAll(headers.getAll(header));
            } else if (lower.startsWith(EXTRA)) {
                extra.put(unescaped(lower.substring(EXTRA.length())), headers.getAll(header));
            }
        }
        if (!isAsked) {
            return ADMINISTRATOR;
        }
        if (name == null || name.isEmpty()) {
            throw StatusException.badRequest(
                    "the request says as whose group, uid or extra it is made, but not as whose:"
                            + " set Impersonate-User (kubectl --as), too");
        }
        boolean isAnonymous = name.equals("system:anonymous") || groups.contains("system:unauthenticated");
        if (!isAnonymous && !groups.contains(AUTHENTICATED)) {
            groups.add(AUTHENTICATED);
        }
        return new User(name, uid, groups, extra);
    }

    /** Percent-encoded as in a path, where a plus is a plus; what is not encoded is taken as it is. */
    private static String unescaped(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return key;
        }
    }

    /** Whether he may do everything; nobody else may do more than {@link #mayAsk} says. */
    boolean isAdministrator() {
        return this == ADMINISTRATOR;
    }

    /** Whether he may make a request of this path. */
    boolean mayAsk(String path) {
        return isAdministrator() || FOR_ALL.matcher(path).matches();
    }

    void asks(HttpRequest<?> request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
