package io.kubeforge.activities.failure;

/** The host is a node with another Kubernetes version, and nobody asked for an upgrade. */
public final class NodeVersionDiffers extends HostFailure {
    /** @param message what, where and the remedy */
    public NodeVersionDiffers(String message) {
        super(true, message, null);
    }
}
