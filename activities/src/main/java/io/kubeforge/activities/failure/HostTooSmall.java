package io.kubeforge.activities.failure;

/** The host has too few CPUs or too little memory for its role. */
public final class HostTooSmall extends HostFailure {
    /** @param message what, where and the remedy */
    public HostTooSmall(String message) {
        super(true, message, null);
    }
}
