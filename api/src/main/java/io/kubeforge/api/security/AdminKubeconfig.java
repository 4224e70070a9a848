package io.kubeforge.api.security;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes the kubeconfig with which the administrator reaches the API. */
@Singleton
public final class AdminKubeconfig {
    private static final String FORM = """
            apiVersion: v1
            kind: Config
            clusters:
              - name: kubeforge
                cluster:
                  server: "%s"
                  certificate-authority-data: %s
            users:
              - name: admin
                user:
                  token: %s
            contexts:
              - name: kubeforge
                context:
                  cluster: kubeforge
                  user: admin
                  namespace: default
            current-context: kubeforge
            """;

    private final ServingIdentity identity;
    private final AdminToken token;

    /** A kubeconfig that trusts this identity and bears this token. */
    public AdminKubeconfig(ServingIdentity identity, AdminToken token) {
        this.identity = identity;
        this.token = token;
    }

    /** The kubeconfig for an API reached under this https URL; it is secret. */
    public String render(String url) {
        String authority =
                Base64.getEncoder().encodeToString(identity.authorityPem().getBytes(StandardCharsets.US_ASCII));
        return FORM.formatted(url, authority, token.text());
    }
}
