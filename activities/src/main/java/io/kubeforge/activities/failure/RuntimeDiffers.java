package io.kubeforge.activities.failure;

/** The host has another container runtime package than the cluster asks for. */
public final class RuntimeDiffers extends HostFailure {
    /** @param message what, where and the remedy */
    public RuntimeDiffers(String message) {
        super(true, message, null);
    }
}
