package io.kubeforge.store;

/**
 * A piece of what a step printed, redacted.
 *
 * @param operation the operation id: one step on one host in one pass
 * @param attempt the number of the try on the host
 * @param offset where the piece begins in the try's output, in bytes
 */
public record StepOutput(
        String clusterUid,
        String namespace,
        String cluster,
        String host,
        String step,
        String operation,
        int attempt,
        long offset,
        String text) {}
