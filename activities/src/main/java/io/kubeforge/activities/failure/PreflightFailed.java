package io.kubeforge.activities.failure;

/** kubeadm refuses the host. */
public final class PreflightFailed extends HostFailure {
    /** @param message what, where and the remedy */
    public PreflightFailed(String message) {
        super(true, message, null);
    }
}
