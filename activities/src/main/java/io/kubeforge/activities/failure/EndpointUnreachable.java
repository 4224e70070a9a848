package io.kubeforge.activities.failure;

/** A host cannot reach the cluster's API endpoint. */
public final class EndpointUnreachable extends HostFailure {
    /** @param message what, where and the remedy */
    public EndpointUnreachable(String message) {
        super(false, message, null);
    }
}
