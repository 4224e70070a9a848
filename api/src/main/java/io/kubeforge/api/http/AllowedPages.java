package io.kubeforge.api.http;

import io.kubeforge.api.ApiConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.cors.CorsOriginConfiguration;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Lets the web pages that the configuration names call the API; without any, none may. */
@Singleton
final class AllowedPages implements BeanCreatedEventListener<HttpServerConfiguration.CorsConfiguration> {
    private final ApiConfiguration api;

    AllowedPages(ApiConfiguration api) {
        this.api = api;
    }

    @Override
    public HttpServerConfiguration.CorsConfiguration onCreated(
            BeanCreatedEvent<HttpServerConfiguration.CorsConfiguration> event) {
        HttpServerConfiguration.CorsConfiguration configuration = event.getBean();
        List<String> origins = api.cors().origins().stream()
                .filter(origin -> !origin.isBlank())
                .toList();
        if (!origins.isEmpty()) {
            CorsOriginConfiguration pages = new CorsOriginConfiguration();
            pages.setAllowedOrigins(origins);
            pages.setAllowCredentials(false);
            configuration.setEnabled(true);
            configuration.setConfigurations(Map.of("kubeforge", pages));
        }
        return configuration;
    }
}
