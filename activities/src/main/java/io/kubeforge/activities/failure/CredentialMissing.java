package io.kubeforge.activities.failure;

/** The Secret with the key of a host is not there, or lacks the key. */
public final class CredentialMissing extends HostFailure {
    /** Names the host and what it refers to. */
    public CredentialMissing(String host, String secret, String key) {
        super(
                true,
                "Host " + host + " refers to Secret " + secret + ", which does not exist or has no key " + key
                        + "; create it (type kubernetes.io/ssh-auth), and work goes on.",
                null);
    }
}
