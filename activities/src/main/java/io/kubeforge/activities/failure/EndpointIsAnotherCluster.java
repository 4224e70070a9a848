package io.kubeforge.activities.failure;

/** Another cluster answers at the cluster's endpoint. */
public final class EndpointIsAnotherCluster extends HostFailure {
    /** @param message what, where and the remedy */
    public EndpointIsAnotherCluster(String message) {
        super(true, message, null);
    }
}
