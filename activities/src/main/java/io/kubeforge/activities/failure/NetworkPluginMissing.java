package io.kubeforge.activities.failure;

/** The container runtime does not find the program of the network plugin. */
public final class NetworkPluginMissing extends HostFailure {
    /** @param message what, where and the remedy */
    public NetworkPluginMissing(String message) {
        super(false, message, null);
    }
}
