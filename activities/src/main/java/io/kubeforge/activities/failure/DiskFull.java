package io.kubeforge.activities.failure;

/** The host has no space left. */
public final class DiskFull extends HostFailure {
    /** @param message what, where and the remedy */
    public DiskFull(String message) {
        super(false, message, null);
    }
}
