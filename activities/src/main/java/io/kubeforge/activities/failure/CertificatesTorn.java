package io.kubeforge.activities.failure;

/** A CA or key that a control plane was started with was cut off while it was written. */
public final class CertificatesTorn extends HostFailure {
    /** @param message what, where and the remedy */
    public CertificatesTorn(String message) {
        super(true, message, null);
    }
}
