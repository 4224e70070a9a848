package io.kubeforge.activities.failure;

/** The join token is no longer known to the cluster. */
public final class TokenExpired extends HostFailure {
    /** @param message what, where and the remedy */
    public TokenExpired(String message) {
        super(false, message, null);
    }
}
