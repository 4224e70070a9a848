package io.kubeforge.activities.failure;

/** Another program on the host is installing packages. */
public final class PackageLockHeld extends HostFailure {
    /** @param message what, where and the remedy */
    public PackageLockHeld(String message) {
        super(false, message, null);
    }
}
