package io.kubeforge.worker;

import io.kubeforge.activities.TemporalWebUi;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** What activities need from the worker's configuration. */
@Factory
class WorkerBeans {
    @Singleton
    TemporalWebUi temporalWebUi(WorkerConfiguration configuration) {
        return new TemporalWebUi(configuration.getTemporalUi(), configuration.getTemporalNamespace());
    }
}
