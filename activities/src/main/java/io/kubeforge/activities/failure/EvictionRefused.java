package io.kubeforge.activities.failure;

/** A disruption budget forbids to move a pod away from its node. */
public final class EvictionRefused extends HostFailure {
    /** @param message what, where and the remedy */
    public EvictionRefused(String message) {
        super(true, message, null);
    }
}
