package io.kubeforge.worker;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;

/** Where the worker finds Temporal, and how much it does at once. */
@ConfigurationProperties("kubeforge.worker")
public interface WorkerConfiguration {
    /** Host and port of the Temporal frontend. */
    @Bindable(defaultValue = "127.0.0.1:7233")
    String getTemporalTarget();

    /** The Temporal namespace of our workflows. */
    @Bindable(defaultValue = "default")
    String getTemporalNamespace();

    /** Address of the Temporal Web UI, for the links in Operations; without it there are none. */
    @Nullable
    String getTemporalUi();

    /** How many steps, of one host or of a batch, one worker runs at once at most; a hundred however busy its machine is. */
    @Bindable(defaultValue = "1000")
    int getConcurrentSteps();

    /** Whether this process works at all. */
    @Bindable(defaultValue = "true")
    boolean isEnabled();
}
