package io.kubeforge.activities.failure;

/** A program that is not ours listens on a port that Kubernetes needs. */
public final class PortInUse extends HostFailure {
    /** @param message what, where and the remedy */
    public PortInUse(String message) {
        super(true, message, null);
    }
}
