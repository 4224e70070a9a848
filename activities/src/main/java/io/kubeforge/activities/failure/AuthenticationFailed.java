package io.kubeforge.activities.failure;

/** The host refused the key; trying again would only count as an attack. */
public class AuthenticationFailed extends HostFailure {
    private AuthenticationFailed(String host, String user, String key, String remedy, Throwable cause) {
        super(
                true,
                "Host " + host + " refused user " + user + " with the key " + key + ". " + remedy
                        + ", or correct the user or the Secret.",
                cause);
    }

    /** Says as whom and with which key, by fingerprint, the host was asked. */
    public static AuthenticationFailed withKey(String host, String user, String fingerprint, Throwable cause) {
        String remedy = "Add its public half to ~" + user + "/.ssh/authorized_keys there";
        return new AuthenticationFailed(host, user, fingerprint, remedy, cause);
    }

    /** The same for a key with a certificate, which has a name of its own. */
    public static AuthenticationFailed withCertificate(
            String host, String user, String fingerprint, String certificate, Throwable cause) {
        String remedy = "See that TrustedUserCAKeys there holds the key that signed the certificate, and that the"
                + " certificate names " + user + " among its principals (ssh-keygen -L shows both)";
        return new AuthenticationFailed(
                host, user, fingerprint + " and its certificate \"" + certificate + "\"", remedy, cause);
    }

    @Override
    public boolean isAboutReachingIt() {
        return true;
    }
}
