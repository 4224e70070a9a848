package io.kubeforge.activities.failure;

/** The uploaded control-plane certificates are gone or were made with another key. */
public final class CertificateKeyExpired extends HostFailure {
    /** @param message what, where and the remedy */
    public CertificateKeyExpired(String message) {
        super(false, message, null);
    }
}
