package io.kubeforge.activities.failure;

/** The host's clock is wrong, or a certificate has expired. */
public final class ClockSkew extends HostFailure {
    /** @param message what, where and the remedy */
    public ClockSkew(String message) {
        super(false, message, null);
    }
}
