package io.kubeforge.api;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * Where and to whom the API answers.
 *
 * @param host address to listen on; all by default
 * @param port port to listen on, always with TLS; 0 for any free one
 * @param advertise further names and addresses under which the API is reached, for its certificate
 * @param maxRequestBytes the largest body that is read
 * @param patience how long a client may take to send a request, and to take an answer or a line of a watch
 */
@ConfigurationProperties("kubeforge.api")
public record ApiConfiguration(
        @Bindable(defaultValue = "0.0.0.0") String host,
        @Bindable(defaultValue = "7443") int port,
        @Bindable(defaultValue = "") List<String> advertise,
        @Bindable(defaultValue = "3145728") long maxRequestBytes,
        @Bindable(defaultValue = "60s") Duration patience,
        Cors cors) {

    /**
     * Which web pages may call the API.
     *
     * @param origins such as {@code https://console.example.org}; none by default
     */
    @ConfigurationProperties("cors")
    public record Cors(@Bindable(defaultValue = "") List<String> origins) {}
}
