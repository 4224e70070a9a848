package io.kubeforge.api.security;

import io.kubeforge.api.ApiConfiguration;
import io.micronaut.http.server.netty.ssl.ServerSslBuilder;
import io.micronaut.http.ssl.ServerSslConfiguration;
import io.netty.handler.ssl.SslContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Makes Netty listen with TLS and nothing else. */
@Singleton
final class TlsOnly implements ServerSslBuilder {
    private static final int ANY_FREE = -1;

    private final ServingIdentity identity;
    private final ServerSslConfiguration configuration;

    TlsOnly(ServingIdentity identity, ApiConfiguration api) {
        this.identity = identity;
        this.configuration = new ServerSslConfiguration();
        configuration.setEnabled(true);
        configuration.setPort(api.port() == 0 ? ANY_FREE : api.port());
    }

    @Override
    public ServerSslConfiguration getSslConfiguration() {
        return configuration;
    }

    @Override
    public Optional<SslContext> build() {
        try {
            return Optional.of(identity.sslContext());
        } catch (SSLException e) {
            throw new IllegalStateException("TLS could not be set up with the API's own certificate", e);
        }
    }
}
