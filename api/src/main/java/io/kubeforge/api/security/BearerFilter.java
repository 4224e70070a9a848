package io.kubeforge.api.security;

import io.kubeforge.api.status.StatusException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.Locale;
import java.util.Set;

/** Lets in who bears the administrator's token; health and version are open to all. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class BearerFilter {
    private static final Set<String> OPEN = Set.of("/healthz", "/livez", "/readyz", "/version");
    private static final String SCHEME = "bearer ";

    private final AdminToken token;

    BearerFilter(AdminToken token) {
        this.token = token;
    }

    @RequestFilter
    void check(HttpRequest<?> request) {
        if (OPEN.contains(request.getPath())) {
            return;
        }
        String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw StatusException.unauthorized(
                    "no bearer token was sent; use the kubeconfig that KubeForge wrote at its first start");
        }
        if (!token.matches(header.substring(SCHEME.length()).trim())) {
            throw StatusException.unauthorized(
                    "the bearer token is not the administrator's; use the kubeconfig that KubeForge wrote");
        }
        User user = User.wanted(request.getHeaders());
        if (!user.mayAsk(request.getPath())) {
            throw StatusException.ofCode(
                    403,
                    "Forbidden",
                    "user \"" + user.name() + "\" may do nothing here: KubeForge knows one user, its administrator, and"
                            + " whoever is taken for somebody else (kubectl --as) has no rights");
        }
        user.asks(request);
    }
}
