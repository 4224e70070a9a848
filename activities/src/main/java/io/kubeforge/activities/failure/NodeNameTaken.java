package io.kubeforge.activities.failure;

/** The cluster has a node of this name on another host. */
public final class NodeNameTaken extends HostFailure {
    /** @param message what, where and the remedy */
    public NodeNameTaken(String message) {
        super(false, message, null);
    }
}
