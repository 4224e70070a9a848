package io.kubeforge.activities.failure;

/** The kubelet on the host does not become healthy. */
public final class KubeletUnhealthy extends HostFailure {
    /** @param message what, where and the remedy */
    public KubeletUnhealthy(String message) {
        super(false, message, null);
    }
}
