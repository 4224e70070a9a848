package io.kubeforge.activities.failure;

/** The host is, or was, part of a cluster that is not ours to touch. */
public final class HostBelongsToAnotherCluster extends HostFailure {
    /** @param message what, where and the remedy */
    public HostBelongsToAnotherCluster(String message) {
        super(true, message, null);
    }
}
