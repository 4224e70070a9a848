package io.kubeforge.activities.failure;

/** A control plane that was complete once does not answer now. */
public final class ControlPlaneUnhealthy extends HostFailure {
    /** @param message what, where and the remedy */
    public ControlPlaneUnhealthy(String message) {
        super(false, message, null);
    }
}
