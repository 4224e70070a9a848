package io.kubeforge.activities.failure;

/** The virtual IP of the cluster cannot be served by this host. */
public final class VirtualAddressUnusable extends HostFailure {
    /** Says what was seen, and the remedy. */
    public VirtualAddressUnusable(String message) {
        super(true, message, null);
    }
}
