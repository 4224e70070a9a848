package io.kubeforge.activities.failure;

/** The host runs a Linux distribution that the provisioner does not know. */
public final class UnsupportedDistribution extends HostFailure {
    /** @param message what, where and the remedy */
    public UnsupportedDistribution(String message) {
        super(true, message, null);
    }
}
