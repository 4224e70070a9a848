package io.kubeforge.activities.failure;

/** The host cannot use the package repository. */
public final class PackageRepositoryUnreachable extends HostFailure {
    /** @param message what, where and the remedy */
    public PackageRepositoryUnreachable(String message) {
        super(false, message, null);
    }
}
