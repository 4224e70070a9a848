package io.kubeforge.activities.failure;

/** The packages cannot be installed beside what the host has. */
public final class PackageConflict extends HostFailure {
    /** @param message what, where and the remedy */
    public PackageConflict(String message) {
        super(true, message, null);
    }
}
