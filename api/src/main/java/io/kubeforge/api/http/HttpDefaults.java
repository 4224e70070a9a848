package io.kubeforge.api.http;

import io.kubeforge.api.ApiConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Configures Netty for this API, so that no application needs to repeat it. */
@Singleton
final class HttpDefaults implements BeanCreatedEventListener<NettyHttpServerConfiguration> {
    /** Longer than the longest watch, which may be silent all the time. */
    private static final Duration IDLE = Duration.ofMinutes(75);

    private final ApiConfiguration api;

    HttpDefaults(ApiConfiguration api) {
        this.api = api;
    }

    @Override
    public NettyHttpServerConfiguration onCreated(BeanCreatedEvent<NettyHttpServerConfiguration> event) {
        NettyHttpServerConfiguration configuration = event.getBean();
        configuration.setHost(api.host());
        configuration.setMaxRequestSize(api.maxRequestBytes());
        configuration.setIdleTimeout(IDLE);
        configuration.setReadIdleTimeout(IDLE);
        configuration.setWriteIdleTimeout(IDLE);
        return configuration;
    }
}
