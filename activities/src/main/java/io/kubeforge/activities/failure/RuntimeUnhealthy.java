package io.kubeforge.activities.failure;

/** The host's container runtime does not answer. */
public final class RuntimeUnhealthy extends HostFailure {
    /** @param message what, where and the remedy */
    public RuntimeUnhealthy(String message) {
        super(false, message, null);
    }
}
