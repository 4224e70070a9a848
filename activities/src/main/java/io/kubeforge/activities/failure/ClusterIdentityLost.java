package io.kubeforge.activities.failure;

/** The first control-plane host no longer holds the cluster that was made on it. */
public final class ClusterIdentityLost extends HostFailure {
    /** @param message what, where and the remedy */
    public ClusterIdentityLost(String message) {
        super(true, message, null);
    }
}
