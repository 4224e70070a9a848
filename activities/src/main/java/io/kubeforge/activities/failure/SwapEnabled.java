package io.kubeforge.activities.failure;

/** The host swaps, and its kubelet refuses to run with that. */
public final class SwapEnabled extends HostFailure {
    /** @param message what, where and the remedy */
    public SwapEnabled(String message) {
        super(true, message, null);
    }
}
