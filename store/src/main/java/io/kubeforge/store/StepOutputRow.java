package io.kubeforge.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A row of the step log; its position counts within its cluster. */
@MappedEntity("step_output")
record StepOutputRow(
        @Id long position,
        String clusterUid,
        String namespace,
        String cluster,
        String host,
        String step,
        String operation,
        int attempt,
        long start,
        String output) {
    StepLog.Entry entry() {
        return new StepLog.Entry(
                position,
                new StepOutput(clusterUid, namespace, cluster, host, step, operation, attempt, start, output));
    }
}
