package io.kubeforge.activities.failure;

/** The package repository's signature does not fit its key. */
public final class PackageSignatureInvalid extends HostFailure {
    /** @param message what, where and the remedy */
    public PackageSignatureInvalid(String message) {
        super(false, message, null);
    }
}
