package io.kubeforge.api.temporal;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/** Where the API finds Temporal. */
@ConfigurationProperties("kubeforge.api.temporal")
public interface TemporalConfiguration {
    /** Host and port of the Temporal frontend. */
    @Bindable(defaultValue = "127.0.0.1:7233")
    String getTarget();

    /** The Temporal namespace of our workflows. */
    @Bindable(defaultValue = "default")
    String getNamespace();

    /** Whether this process starts workflows; any number of replicas may. */
    @Bindable(defaultValue = "true")
    boolean isEnabled();
}
