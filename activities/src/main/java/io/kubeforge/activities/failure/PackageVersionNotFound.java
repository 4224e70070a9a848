package io.kubeforge.activities.failure;

/** The package repository does not have the version that was asked for. */
public final class PackageVersionNotFound extends HostFailure {
    /** @param message what, where and the remedy */
    public PackageVersionNotFound(String message) {
        super(true, message, null);
    }
}
