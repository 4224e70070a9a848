package io.kubeforge.activities.failure;

/** The API server on the host does not become healthy. */
public final class ApiServerUnhealthy extends HostFailure {
    /** @param message what, where and the remedy */
    public ApiServerUnhealthy(String message) {
        super(false, message, null);
    }
}
