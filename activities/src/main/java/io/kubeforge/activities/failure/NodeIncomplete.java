package io.kubeforge.activities.failure;

/** kubeadm ended without an error, but the host is not the node that it should be. */
public final class NodeIncomplete extends HostFailure {
    /** @param message what, where and the remedy */
    public NodeIncomplete(String message) {
        super(false, message, null);
    }
}
