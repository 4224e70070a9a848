package io.kubeforge.activities.failure;

/** The host refused the key; trying again would only count as an attack. */
public class AuthenticationFailed extends HostFailure {
    /** Says as whom and with which key, by fingerprint, the host was asked. */
    public AuthenticationFailed(String host, String user, String keyFingerprint, Throwable cause) {
        super(
                true,
                "Host " + host + " refused user " + user + " with the key " + keyFingerprint
                        + ". Add its public half to ~" + user + "/.ssh/authorized_keys there, or correct the user or"
                        + " the Secret.",
                cause);
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
